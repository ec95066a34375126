"""I5: what a store holds is the fold of its journal up to the position it names; so is a changelog, and so is a restore
from nothing."""
import protos
from fold import inputs_at, state_at


def state_is_the_fold(evidence):
    """I5"""
    named = [(f"{name} {stage}/{partition}", stage, partition, content)
             for name, stores in evidence.states for (stage, partition), content in stores.items()]
    named += [(f"changelog {stage}/{partition}", stage, partition, content) for (stage, partition), content in (evidence.changelogs or {}).items()]
    for what, stage, partition, content in named:
        fold = evidence.journals[stage].get(partition)
        # Cut short in the middle of a restore: such a store is made anew.
        cut_short = evidence.changelogs is not None and b"p" not in content
        if fold is not None and content and not cut_short:
            yield from compare(what, fold, content)


def compare(what, fold, content):
    content = dict(content)
    position = protos.journal.StorePosition.FromString(content.pop(b"p", b""))
    if (position.stage, position.partition) != (fold.stage, fold.partition):
        yield "-", f"{what} says that it is of {position.stage}/{position.partition}"
        return
    if position.next_offset > fold.end:
        yield "-", f"{what} stands at {position.next_offset}, its journal ends at {fold.end}"
        return
    before = max((offset for offset in fold.reader_after if offset < position.next_offset), default=None)
    if before is not None and (position.reader.epoch, position.reader.expected_seq) != fold.reader_after[before]:
        yield "-", f"{what}: reader {position.reader.epoch}.{position.reader.expected_seq}, the fold {fold.reader_after[before]}"
    inputs = {moved.topic: moved.next_offset for moved in position.inputs}
    if inputs != inputs_at(fold, position.next_offset):
        yield "-", f"{what}: inputs at {inputs}, the fold {inputs_at(fold, position.next_offset)}"
    expected = state_at(fold, position.next_offset)
    for key in sorted({*expected, *content}):
        if content.get(key) != expected.get(key):
            how = "lacks" if key not in content else "holds more:" if key not in expected else "differs in"
            yield _lead(key), f"{what} {how} {key!r} at {position.next_offset}"


def _lead(key):
    """The lead that a key speaks of, by the look of its parts."""
    parts = key[1:].split(b"\0")
    return parts[2].decode(errors="replace") if len(parts) > 2 and parts[1] in (b"lead", b"score", b"enrolment", b"timeline") else "-"
