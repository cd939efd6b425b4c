"""The one blueprint of the feature."""

from flask import Blueprint

bp = Blueprint("certificates", __name__)
