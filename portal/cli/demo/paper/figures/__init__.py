"""Drawings that explain an idea; none of them shows a measured result."""

from portal.cli.demo.paper.figures.charts import Figure, bars, chain, loss_curves
from portal.cli.demo.paper.figures.models import bit_fields, depth_and_tokens, nested_boxes, pipeline, routing
from portal.cli.demo.paper.figures.rooms import fan_out, numbered_log, page_to_programme, room_plan, time_rail

__all__ = [
    "Figure",
    "bars",
    "bit_fields",
    "chain",
    "depth_and_tokens",
    "fan_out",
    "loss_curves",
    "nested_boxes",
    "numbered_log",
    "page_to_programme",
    "pipeline",
    "room_plan",
    "routing",
    "time_rail",
]
