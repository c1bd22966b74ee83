"""What a WSGI server runs: `gunicorn avrop.site.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from avrop.site.translations import compile_if_older

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "avrop.site.settings")
compile_if_older()
application = get_wsgi_application()
