"""Taking a question of the library into a draft: what the draft speaks, and whom it asks."""

import copy

from feedback.questionnaires.forms import drop_groups, keep_languages
from surveys.drafts import Definition, put_item
from surveys.items import RespondentGroup
from surveys.library import LibraryItem
from surveys.wordings import say_for_all


def take_in(table: Definition, chosen: LibraryItem) -> None:
    """Put a question at the end of a draft, with its scale, for the groups that both have."""
    item = copy.deepcopy(dict(chosen.table))
    asked = [group for group in table["groups"] if group in chosen.groups] or table["groups"]
    drop_groups(item, {each.value for each in RespondentGroup} - set(table["groups"]))
    item.pop("groups", None)
    if asked != table["groups"]:
        item["groups"] = asked
    item.pop("shown_if", None)
    if chosen.scale:
        scales = table.setdefault("scale", [])
        if chosen.scale["code"] not in {scale["code"] for scale in scales}:
            scales.append(copy.deepcopy(dict(chosen.scale)))
    say_for_all(item["text"])
    put_item(table, None, item)
    keep_languages(table, table["languages"])
