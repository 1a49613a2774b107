"""A small web of our own pages in the layouts of real sites: the demo and the tests crawl it, not the internet."""
