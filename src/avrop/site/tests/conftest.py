"""What the tests of the site need before Django speaks for the first time."""

from avrop.site.translations import compile_if_older

compile_if_older()
