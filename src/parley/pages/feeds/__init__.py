"""Lists of addresses that sites publish: feeds, sitemaps, lists of feeds; read, asked politely, written."""
