"""`python -m avrop`, which is what `./avrop` hands over to."""

from avrop.site.cli import main

if __name__ == "__main__":
    main()
