"""I11: timers fire never early, never twice, and none is lost."""
import protos


def timers_fire_once(evidence):
    """I11"""
    for stage in protos.STAGES:
        for fold in evidence.folds(stage):
            yield from _of(evidence, fold)


def _of(evidence, fold):
    live = {}
    for counted in fold.counted:
        effect = counted.effect
        cleared = {(timer.id, timer.due_micros) for timer in effect.timers_cleared}
        if effect.cause.timer_id:
            fired = [due for name, due in cleared if name == effect.cause.timer_id and (name, due) in live]
            where = f"{fold.place}@{counted.offset}"
            if not fired:
                yield effect.cause.timer_id, f"fires at {where} and is not set: it fired before, or was cancelled"
            elif effect.now_micros < min(fired):
                yield effect.cause.timer_id, f"fires at {where} {(min(fired) - effect.now_micros) / 1e6:.6f} s early"
            elif evidence.lateness is not None and effect.now_micros > min(fired) + evidence.lateness * 1e6:
                yield effect.cause.timer_id, f"fires at {where} {(effect.now_micros - min(fired)) / 1e6:.3f} s late"
        for timer in cleared:
            live.pop(timer, None)
        for timer in effect.timers_set:
            live[timer.id, timer.due_micros] = counted.offset
    if evidence.quiet_at is None:
        return
    for (name, due), offset in live.items():
        if due < evidence.quiet_at * 1e6:
            yield name, f"was due {evidence.quiet_at - due / 1e6:.3f} s before all was quiet and has not fired; set at {fold.place}@{offset}"


def latest(evidence):
    """Seconds by which the latest timer was late."""
    worst = 0
    for stage in protos.STAGES:
        for fold in evidence.folds(stage):
            for counted in fold.counted:
                name = counted.effect.cause.timer_id
                for timer in counted.effect.timers_cleared:
                    if name and timer.id == name:
                        worst = max(worst, counted.effect.now_micros - timer.due_micros)
    return worst / 1e6
