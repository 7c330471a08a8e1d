"""Who keeps the pool, appoints experts, draws lots and decides about conflicts."""
