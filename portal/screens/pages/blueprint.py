"""The one blueprint that all pages of screens and halls put their routes on."""

from flask import Blueprint

bp = Blueprint("screens", __name__)
