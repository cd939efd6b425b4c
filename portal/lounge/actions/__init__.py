"""What people do in the lounge: sit down, open tables, be introduced; and what is tidied up behind them."""

from portal.lounge.actions.sitting import sit, stand_up

__all__ = ["sit", "stand_up"]
