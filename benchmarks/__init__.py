"""Measurements behind what we claim, each as a ratio within one run, so that a slow machine changes nothing."""
