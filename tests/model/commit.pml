/* Owners of one partition of one stage, and the log between them. README.md says what stands for what. */
#include "rule.pml"

#ifndef INPUTS
#define INPUTS 2 /* records of the input topic; at most 7 */
#endif
#ifndef WINDOW
#define WINDOW 2 /* effects in flight */
#endif
#ifndef FAULTS
#define FAULTS 2 /* how much goes wrong in one run, of whatever kind */
#endif
#ifndef LATE
#define LATE 2 /* records of dead producers, and duplicates, that may still arrive */
#endif
#ifndef RETENTION
#define RETENTION 0 /* how often the log deletes what is old */
#endif
#define OWNERS 2
#define LOG_MAX 24

/* What an effect does to the outbox. The effect of input 0 adds one call, when there is an outbox (ORDINARY or ONCE: at most once). */
#define PLAIN 0
#define ADD 1
#define MARK 2
#define DONE 3
#if defined(ONCE) || defined(ORDINARY)
#define OUTBOX
#endif

mtype = { idle, claiming, working };
mtype = { absent, waiting, marking, finished, taken };

/* The log. */
int journal[LOG_MAX];
byte begin = 0;
byte end = 0;
chan wire[OWNERS] = [WINDOW + 1] of { int }; /* sent by the living producer of an owner, not arrived */
chan late[LATE] = [1] of { int };            /* of dead producers, or duplicates */
byte acked[OWNERS];                          /* offset of the acknowledged fence */
bool failed[OWNERS];                         /* an append had an error */

/* Liveness only: to whom the group gives the partition. */
byte holder = 0;
byte faults = FAULTS;
byte retention = RETENTION;
#ifdef SEPARATE_POSITION
byte group_position = 0;
#endif

/* What is true: the fold of the whole journal by the rule, kept while it grows. No owner reads it. */
byte true_epoch = NONE;
byte true_expected = 0;
byte true_input = 0;      /* inputs before it have their effect */
byte decided[INPUTS];     /* offset of the effect that counts for this input */
#ifdef OUTBOX
byte added = NONE;        /* offsets of the effects that count */
byte marked_at = NONE;
byte done = NONE;
byte performed = 0;       /* calls made to the outside */
#endif

#define COUNTS_AT(offset) (counts_at[offset])
bool counts_at[LOG_MAX];

inline append(r) {
  d_step {
    assert(end < LOG_MAX);
    journal[end] = r;
    blank = true_expected;
    admit(r, end, true_epoch, true_expected, counts_at[end]);
    blank = (!IS_FENCE(r) && !counts_at[end] && true_expected == blank);
    if
    :: blank -> journal[end] = BLANK
    :: counts_at[end] ->
      assert(FROM_OF(r) <= true_input); /* else an input is skipped */
      assert(FROM_OF(r) >= true_input); /* else an input has two effects */
      do
      :: true_input < TO_OF(r) -> decided[true_input] = end; true_input++
      :: else -> break
      od;
#ifdef OUTBOX
      if
      :: ACT_OF(r) == ADD -> assert(added == NONE); added = end
      :: ACT_OF(r) == MARK -> assert(added != NONE && done == NONE); marked_at = end
      :: ACT_OF(r) == DONE ->
        assert(added != NONE && done == NONE); done = end;
#ifdef ORDINARY
        assert(performed >= 1)
#endif
      :: else -> skip
      fi
#endif
    :: else -> skip
    fi;
#ifdef LEAN
    end = (blank -> end : end + 1); /* what moves nobody is not kept */
    if
    :: blank -> journal[end] = 0
    :: else -> skip
    fi;
#else
    end++;
#endif
    blank = 0
  }
}

/* Somebody is told of the effect at `offset`. */
inline tell(offset) { assert(COUNTS_AT(offset)) }

inline keep_late(r) {
  if
  :: empty(late[0]) -> late[0]!r
  :: nempty(late[0]) && empty(late[LATE - 1]) -> late[LATE - 1]!r
  :: true -> skip /* lost */
  fi
}

/* The network and the broker: what was sent arrives in the order of one producer, with whatever outcome. */
proctype Log() {
  int r;
  byte o, blank;
end_log:
  do
  :: atomic {
      if
      :: nempty(wire[0]) -> o = 0
      :: nempty(wire[1]) -> o = 1
      fi;
      wire[o]?r;
      if
      :: append(r);
        if
        :: IS_FENCE(r) -> acked[o] = end - 1
        :: else -> skip
#ifdef TOLD_BEFORE_SETTLED
          ; tell(end - 1)
#endif
        fi
      :: faults > 0 -> faults--; append(r); failed[o] = true /* arrived, acknowledgement lost */
      :: faults > 0 -> faults--; keep_late(r); failed[o] = true /* not arrived: lost, or late; what follows on the wire still goes out */
      :: faults > 0 && empty(late[LATE - 1]) -> faults--; append(r); late[LATE - 1]!r; /* duplicated */
        if
        :: IS_FENCE(r) -> acked[o] = end - 1
        :: else -> skip
        fi
      fi;
      r = 0; o = 0
    }
  :: atomic { late[0]?r; append(r); r = 0;
#if LATE > 1
      if
      :: late[1]?r -> late[0]!r; r = 0
      :: empty(late[1]) -> skip
      fi
#endif
    }
#if LATE > 1
  :: atomic { late[1]?r; append(r); r = 0 }
#endif
  :: atomic { retention > 0 && begin < end -> retention--; begin = end }
  od
}

proctype Group() {
end_group:
  do
  :: atomic { faults > 0 -> faults--; holder = 1 - holder }
  od
}

/* The store and the position in it are one: written by one batch. */
inline store_is_true() {
  d_step {
    i = 0;
    do
    :: i < INPUTS ->
      assert(tag[i] == (decided[i] < position -> decided[i] : NONE));
      assert((i < input) == (tag[i] != NONE));
      i++
    :: else -> i = 0; break
    od;
    assert(position <= end)
#ifdef OUTBOX
    ; assert(entry == (added < position && !(done < position)))
#endif
  }
}

/* Task::settle for one record: what counts enters the store with the position. */
inline apply() {
  admit(journal[position], position, epoch_of_store, expected, counts);
  if
  :: counts ->
    i = FROM_OF(journal[position]);
    do
    :: i < TO_OF(journal[position]) -> tag[i] = position; i++
    :: else -> i = 0; break
    od;
    input = TO_OF(journal[position]);
#ifdef OUTBOX
    if
    :: ACT_OF(journal[position]) == ADD -> entry = true
    :: ACT_OF(journal[position]) == MARK -> marker = true
    :: ACT_OF(journal[position]) == DONE -> entry = false; marker = false
    :: else -> skip
    fi
#endif
  :: else -> skip
  fi;
  position++
}

inline empty_store() {
  position = 0; epoch_of_store = NONE; expected = 0; input = 0;
#ifdef OUTBOX
  entry = false; marker = false;
#endif
  i = 0;
  do
  :: i < INPUTS -> tag[i] = NONE; i++
  :: else -> i = 0; break
  od
}

/* The store after a crash: as it was at some flush, or as the changelog has it (readers.pml shows that a changelog is such a store); so,
 * the fold up to any position from `first` on. */
inline load_store(first) {
  i = first;
  do
  :: i < epoch -> i++
  :: break
  od;
  r = i;
  d_step {
    empty_store();
    do
    :: position < r -> apply()
    :: else -> break
    od;
    counts = false; r = 0
  }
}

/* Task::end_epoch: the producer dies, what it sent may still arrive. */
inline end_epoch() {
  do
  :: nempty(wire[me]) -> wire[me]?r; keep_late(r)
  :: empty(wire[me]) -> break
  od;
  r = 0; state = idle; epoch = 0; next = 1; settled = 0; took = 0; carried = 0;
  failed[me] = false; acked[me] = NONE;
#ifndef REFUSED_WRITES
  empty_store()
#endif
}

inline send(act) {
  wire[me]!EFFECT(epoch, next, carried, took, act);
  next++; carried = took
}

#define IN_FLIGHT (next - 1 - settled)
#ifndef REFUSED_WRITES
#define store_open false /* whatever the store held before is among what load_store() chooses from */
#endif
#define PASSED_BY ((state == working && position < begin) || (state == claiming && acked[me] != NONE && acked[me] < begin))
#define MAY_SEND (state == working && IN_FLIGHT < WINDOW)

proctype Owner(byte me) {
  mtype state = idle;
  byte epoch = 0, next = 1, settled = 0;
  byte took = 0;    /* inputs taken: the overlay's position */
  byte carried = 0; /* of those, the ones an effect carries */
  byte position = 0, epoch_of_store = NONE, expected = 0, input = 0, tag[INPUTS]; /* the store */
#ifdef OUTBOX
  bool entry = false, marker = false; /* in the store */
  mtype call = absent;                /* in memory */
  bool mine = false;                  /* the marker is known to be of this owner */
  byte last_epoch = NONE;
#endif
#ifdef REFUSED_WRITES
  bool store_open = false;
#endif
  bool counts = false;
  byte i = 0;
  int r = 0;

  d_step { empty_store(); acked[me] = NONE }
end_owner:
  do
  /* Claim. Who has not heard of losing the partition claims too: that is a fault. */
  :: atomic { state == idle && (holder == me || faults > 0) ->
      if
      :: holder == me -> skip
      :: else -> faults--
      fi;
      wire[me]!FENCE; state = claiming
    }

  /* The fence is acknowledged: catch up through it, then start to work where the state says. */
  :: atomic { state == claiming && acked[me] != NONE && begin <= acked[me] ->
      epoch = acked[me]; acked[me] = NONE;
#ifdef STALE_STORE_ACCEPTED
      load_store(0); position = (position < begin -> begin : position);
#else
      if
      :: !store_open || position < begin -> load_store(begin) /* older than the journal is as good as lost */
      :: else -> skip
      fi;
#endif
      d_step {
        do
        :: position <= epoch ->
          apply();
#ifdef OUTBOX
          if
          :: counts && EPOCH_OF(journal[position - 1]) == last_epoch && ACT_OF(journal[position - 1]) == MARK && call == marking ->
            mine = true
          :: else -> skip
          fi
#endif
        :: else -> break
        od;
        counts = false;
#ifdef REFUSED_WRITES
        store_open = true;
#endif
        state = working; took = input; carried = input
#ifdef SEPARATE_POSITION
        ; took = group_position; carried = group_position
#endif
      }
      store_is_true();
#ifdef OUTBOX
      d_step { /* Outbox::reload */
        if
        :: !entry -> call = absent; mine = false
#ifdef ANOTHERS_MARKER_TAKEN
        :: entry && call == absent -> call = (marker -> finished : waiting)
        :: entry && call != absent -> mine = marker;
#else
        :: entry && (call == absent || (marker && !mine)) -> call = (marker -> finished : waiting); mine = false
        :: entry && call != absent && !(marker && !mine) ->
#endif
          call = (call == marking -> waiting : (call == taken -> finished : call))
        fi
      }
#endif
    }

  /* Settle: read one record of the own journal back. */
  :: atomic { state == working && position < end && begin <= position ->
      if
#ifdef REFUSED_WRITES
      :: faults > 0 -> /* the store refuses the write: claim again */
        faults--;
#ifdef POSITION_BEFORE_STORE
        admit(journal[position], position, epoch_of_store, expected, counts);
        if
        :: counts -> input = TO_OF(journal[position])
        :: else -> skip
        fi;
        position++; counts = false;
#endif
        end_epoch()
#endif
      :: apply();
        store_is_true();
        if
        :: IS_FENCE(journal[position - 1]) || (expected == 0 && epoch_of_store == epoch) ->
#ifdef OUTBOX
          last_epoch = epoch;
#endif
          end_epoch() /* another's fence, or a gap */
        :: counts ->
          assert(SEQ_OF(journal[position - 1]) == settled + 1 && settled + 1 < next);
          settled++;
#ifndef TOLD_BEFORE_SETTLED
          tell(position - 1);
#endif
#ifdef OUTBOX
          if
          :: ACT_OF(journal[position - 1]) == ADD && call == absent -> call = waiting
          :: ACT_OF(journal[position - 1]) == MARK -> mine = true; call = waiting
          :: ACT_OF(journal[position - 1]) == DONE -> call = absent; mine = false
          :: else -> skip
          fi
#endif
        :: else -> skip
        fi;
        counts = false
      fi
    }

  /* Work: take the next input. It has a consequence, and so an effect, or none. */
  :: atomic { MAY_SEND && took < INPUTS ->
      took++;
      if
#ifdef OUTBOX
      :: took == 1 -> send(ADD);
#ifdef PERFORMED_BEFORE_SETTLED
        performed++; assert(added != NONE)
#endif
      :: took > 1 -> send(PLAIN)
#else
      :: send(PLAIN)
#endif
#ifdef IDLE_INPUTS
      :: skip
#endif
      fi
    }
#ifdef IDLE_INPUTS
  :: atomic { MAY_SEND && carried < took -> send(PLAIN) } /* Task::housekeep */
#endif
#ifdef SEPARATE_POSITION
  :: atomic { state == working && group_position < input -> group_position = input }
#endif

#ifdef OUTBOX
#ifdef ONCE
  :: atomic { MAY_SEND && call == waiting && !mine -> send(MARK); call = marking }
  :: atomic { state == working && call == waiting && mine ->
#else
  :: atomic { state == working && call == waiting ->
#endif
      performed++; call = finished;
      assert(added != NONE);
#ifdef ONCE
      assert(performed <= 1)
#endif
    }
  :: atomic { MAY_SEND && call == finished -> send(DONE); call = taken }
#endif

  /* The first failed append: stop, claim again. */
#ifdef NO_STOP
  :: atomic { failed[me] && state == claiming -> end_epoch() }
#else
  :: atomic { failed[me] ->
#ifdef OUTBOX
      if
      :: state == working -> last_epoch = epoch
      :: else -> skip
      fi;
#endif
      end_epoch()
    }
#endif

  /* A crash, or a reader that retention has passed: memory is gone, the store is as it was at its last flush, or rebuilt. */
  :: atomic { state != idle && (faults > 0 || PASSED_BY) ->
      if
      :: PASSED_BY -> skip
      :: else -> faults--
      fi;
      end_epoch();
#ifdef OUTBOX
      call = absent; mine = false; last_epoch = NONE;
#endif
#ifdef REFUSED_WRITES
      store_open = false
#endif
    }
  od
}

#ifdef OUTBOX
#define FINISHED (true_input == INPUTS && done != NONE)
#else
#define FINISHED (true_input == INPUTS)
#endif

/* Liveness: when nobody can do anything more, everything is done. Every step uses something up, so every run gets there. */
proctype AtTheEnd() {
end_end:
  timeout -> assert(FINISHED)
}

init {
  byte k = 0;
  atomic {
    do
    :: k < INPUTS -> decided[k] = NONE; k++
    :: else -> break
    od;
    k = 0;
    run Log(); run Group(); run Owner(0); run Owner(1);
#ifndef LTL
    run AtTheEnd()
#endif
  }
}

#ifdef LTL
ltl all_done { <> [] (FINISHED) }
#endif
