"""Charts as pictures: a module for each shape, drawn by Vega-Lite as SVG."""
