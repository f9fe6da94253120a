"""The demo: a made-up region with made-up answers, to look around in."""
