"""What tests of several rooms share: servers, engines, pages and runs to look at."""
