"""From answers to knowledge: publications, themes and what people make of them."""
