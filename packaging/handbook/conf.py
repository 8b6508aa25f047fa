"""How Sphinx makes pages for a browser of the handbook; ``packaging/release/handbook.py`` gathers its sources."""

project = "Evidence Reviewer"
project_copyright = "the makers of Evidence Reviewer"
extensions = ["myst_parser"]
language = "en"
html_theme = "alabaster"
html_theme_options = {"fixed_sidebar": True, "page_width": "70rem", "body_max_width": "none"}
html_static_path = ["_static"]
html_title = "Evidence Reviewer: the handbook"
html_sidebars = {"**": ["about.html", "localtoc.html", "navigation.html", "searchbox.html"]}
html_copy_source = False
html_show_sphinx = False
highlight_language = "none"
myst_heading_anchors = 2
