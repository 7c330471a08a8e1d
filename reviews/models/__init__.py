from reviews.models.screening import Recommendation, Screening, ScreeningItem, ScreeningVoice

__all__ = ["Recommendation", "Screening", "ScreeningItem", "ScreeningVoice"]
