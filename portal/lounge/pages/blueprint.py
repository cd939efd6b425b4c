"""The one blueprint that all pages of the lounge put their routes on."""

from flask import Blueprint

bp = Blueprint("lounge", __name__)
