"""The demonstration: two municipalities, four suppliers and a distribution centre, and one order's
journey from agreement to money. The same journey is played by `avrop demo`, by the scenario test and,
over HTTP alone, by the API test: only the hands differ."""
