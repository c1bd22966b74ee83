"""New ordering departments, and people who come, move and leave: guided from form to ready."""
