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

/* Liveness only: to whom the group gives the partition. */
byte holder = 0;
#ifdef SEPARATE_POSITION
byte group_position = 0;
#endif

#include "log.pml"
#include "store.pml"

proctype Group() {
end_group:
  do
  :: atomic { faults > 0 -> faults--; holder = 1 - holder; printf("the group gives the partition to owner %d\n", holder) }
  od
}

/* Task::end_epoch: the producer dies, what it sent may still arrive. */
inline end_epoch() {
  do
  :: nempty(wire[me]) -> wire[me]?r; keep_late(r)
  :: empty(wire[me]) -> break
  od;
  printf("owner %d: its epoch ends\n", me);
  r = 0; state = idle; epoch = 0; next = 1; settled = 0; took = 0; carried = 0;
  failed[me] = false; acked[me] = NONE;
#ifndef REFUSED_WRITES
  empty_store()
#endif
}

inline send(act) {
  wire[me]!EFFECT(epoch, next, carried, took, act);
  printf("owner %d sends seq %d of epoch %d\n", me, next, epoch);
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
      wire[me]!FENCE; state = claiming; printf("owner %d claims\n", me)
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
        state = working; took = input; carried = input;
        printf("owner %d works in epoch %d from input %d\n", me, epoch, took)
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
          printf("owner %d settles and tells journal@%d\n", me, position - 1);
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
      performed++; call = finished; printf("owner %d makes the call\n", me);
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
