"""The one blueprint of the feature, to which each module of pages adds its routes."""

from flask import Blueprint

bp = Blueprint("moderation", __name__)
