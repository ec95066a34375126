/* The log of commit.pml: the journal, what is on its way to it, and the truth about it. */

int journal[LOG_MAX];
byte begin = 0;
byte end = 0;
chan wire[OWNERS] = [WINDOW + 1] of { int }; /* sent by the living producer of an owner, not arrived */
chan late[LATE] = [1] of { int };            /* of dead producers, or duplicates */
byte acked[OWNERS];                          /* offset of the acknowledged fence */
bool failed[OWNERS];                         /* an append had an error */
byte faults = FAULTS;
byte retention = RETENTION;

/* What is true: the fold of the whole journal by the rule, kept while it grows. No owner reads it. */
byte true_epoch = NONE;
byte true_expected = 0;
byte true_input = 0;      /* inputs before it have their effect */
byte decided[INPUTS];     /* offset of the effect that counts for this input */
#ifdef OUTBOX
byte added = NONE;        /* offsets of the effects that count */
byte done = NONE;
byte performed = 0;       /* calls made to the outside */
#endif

bool counts_at[LOG_MAX];

inline say_record(r) {
  if
  :: IS_FENCE(r) -> printf("journal@%d: fence\n", end)
  :: else ->
    printf("journal@%d: effect of epoch %d, seq %d, inputs [%d, %d), outbox act %d, counts: %d\n", end, EPOCH_OF(r), SEQ_OF(r), FROM_OF(r),
           TO_OF(r), ACT_OF(r), counts_at[end])
  fi
}

inline append(r) {
  d_step {
    assert(end < LOG_MAX);
    journal[end] = r;
    blank = true_expected;
    admit(r, end, true_epoch, true_expected, counts_at[end]);
    say_record(r);
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
      :: ACT_OF(r) == MARK -> assert(added != NONE && done == NONE)
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
inline tell(offset) { assert(counts_at[offset]) }

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
      :: faults > 0 -> faults--; append(r); failed[o] = true; /* arrived, not acknowledged */
        printf("its acknowledgement to owner %d is lost\n", o)
      :: faults > 0 -> faults--; keep_late(r); failed[o] = true; /* not arrived: lost or late; what follows on the wire still goes out */
        printf("a record of owner %d is lost or late\n", o)
      :: faults > 0 && empty(late[LATE - 1]) -> faults--; append(r); late[LATE - 1]!r; /* duplicated */
        printf("and will arrive again\n");
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
  :: atomic { retention > 0 && begin < end -> retention--; begin = end; printf("retention: the journal begins at %d\n", begin) }
  od
}
