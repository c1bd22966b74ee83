"""Pages. A view reads its request, asks one command or query at a time through the same door as every
other face, and shows the answer. Every page works without script."""
