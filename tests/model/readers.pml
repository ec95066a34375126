/* Those who read a journal and write nothing to it: the next stage, the projector, the restorer, and who joins in mid-log. The journal is
 * any sequence of records at all, so also each one that the owners of commit.pml can make. README.md says what stands for what. */
#include "rule.pml"

#ifndef RECORDS
#define RECORDS 4
#endif
#ifndef FAULTS
#define FAULTS 2
#endif
#define SEQ_MAX 3

int journal[RECORDS];
byte end = 0;
byte faults = FAULTS;

/* What is true: which records count, and the state of the rule at each position. */
bool counts_at[RECORDS];
byte epoch_at[RECORDS + 1];
byte expected_at[RECORDS + 1];

/* The next stage: how often it took each record as its input. */
byte took[RECORDS];

/* The projector's broker: the open transaction of the transactional id, and what is committed. */
byte producer = 0;        /* epoch of the living producer of the id */
byte open_outputs = 0;    /* bits: records projected in the open transaction */
byte open_position = NONE, open_epoch, open_expected;
byte delayed_end = 0;     /* the epoch of the producer whose EndTxn is still on its way; 0 = none */
byte published[RECORDS];
byte kept_position = 0, kept_epoch = NONE, kept_expected = 0; /* the changelog's position record */
byte holder = 0;

inline commit_transaction() {
  d_step {
    k = 0;
    do
    :: k < RECORDS ->
      if
      :: open_outputs & (1 << k) -> published[k]++
      :: else -> skip
      fi;
      k++
    :: else -> k = 0; break
    od;
    if
    :: open_position != NONE -> kept_position = open_position; kept_epoch = open_epoch; kept_expected = open_expected
    :: else -> skip
    fi;
    close_transaction();
    published_is_true()
  }
}

inline close_transaction() {
  open_outputs = 0; open_position = NONE; open_epoch = 0; open_expected = 0
}

/* The published topics and the changelog: what counts before the position, each once; and so changelog + tail of the journal is the
 * fold. */
inline published_is_true() {
  k = 0;
  do
  :: k < RECORDS ->
    assert(published[k] <= 1);
    assert(!published[k] || counts_at[k]);
#ifndef POSITION_OUTSIDE
    assert(published[k] == (counts_at[k] && k < kept_position));
#endif
    k++
  :: else -> k = 0; break
  od;
  assert(kept_epoch == epoch_at[kept_position] && kept_expected == expected_at[kept_position])
}

/* Task::take_item: an item of the input's journal; position and state of the rule travel in the effect that it causes. */
proctype NextStage() {
  byte position = 0, epoch = NONE, expected = 0, pending = 0, k = 0;
  byte saved_position = 0, saved_epoch = NONE, saved_expected = 0;
  bool counts = false;
end_next:
  do
  :: d_step { position < end ->
      admit(journal[position], position, epoch, expected, counts);
      pending = (counts -> pending | (1 << position) : pending);
      position++; counts = false
    }
  :: d_step { saved_position < position -> /* its effects count */
      k = 0;
      do
      :: k < RECORDS ->
        if
        :: pending & (1 << k) -> took[k]++; assert(took[k] == 1 && counts_at[k])
        :: else -> assert(!(saved_position <= k && k < position && counts_at[k]))
        fi;
        k++
      :: else -> k = 0; break
      od;
      pending = 0; printf("the next stage's effects carry it to position %d\n", position);
      saved_position = position; saved_epoch = epoch; saved_expected = expected
    }
  :: d_step { faults > 0 && saved_position < position -> /* a crash, or an epoch that ended */
      faults--; pending = 0; position = saved_position; printf("the next stage crashes and is at position %d\n", position);
#ifdef READER_STATE_NOT_SAVED
      epoch = NONE; expected = 0
#else
      epoch = saved_epoch; expected = saved_expected
#endif
    }
  od
}

mtype = { off, fencing, reading, projecting, ending, noting };

#define FENCED (producer != mine)

/* The transactional producer is thrown away and made again after whatever is not clear. */
inline make_again() {
  position = 0; epoch = NONE; expected = 0;
#ifdef PRODUCER_KEPT
  state = reading
#else
  mine = 0; state = off
#endif
}

inline read_position() {
  printf("projector %d reads position %d\n", me, kept_position);
  position = kept_position; epoch = kept_epoch; expected = kept_expected
}

proctype Projector(byte me) {
  mtype state = off;
  byte mine = 0, position = 0, epoch = NONE, expected = 0, k = 0;
  bool counts = false;
end_projector:
  do
  :: atomic { state == off && (holder == me || faults > 0) ->
      if
      :: holder == me -> skip
      :: else -> faults--
      fi;
#ifdef POSITION_READ_BEFORE_FENCING
      read_position();
#endif
      state = fencing
    }
  :: d_step { state == fencing -> /* rd_kafka_init_transactions: fences the producer before, aborts what it has open */
      producer++; mine = producer; close_transaction(); printf("projector %d makes producer %d\n", me, mine);
#ifdef POSITION_READ_BEFORE_FENCING
      state = projecting
#else
      state = reading
#endif
    }
  :: d_step { state == reading -> read_position(); state = projecting }
  :: atomic { state == projecting && position < end && !FENCED ->
      admit(journal[position], position, epoch, expected, counts);
      open_outputs = (counts -> open_outputs | (1 << position) : open_outputs);
      printf("projector %d projects journal@%d\n", me, position);
      position++; counts = false
    }
  :: d_step { state == projecting && kept_position < position && !FENCED ->
#ifndef POSITION_OUTSIDE
      open_position = position; open_epoch = epoch; open_expected = expected;
#endif
      state = ending
    }
  :: atomic { state == ending && !FENCED -> /* EndTxn */
      if
      :: printf("projector %d commits\n", me); commit_transaction(); state = noting
      :: faults > 0 -> faults--; printf("projector %d commits, the answer is lost\n", me); commit_transaction(); make_again()
      :: faults > 0 -> faults--; printf("projector %d commits, the request is lost\n", me); make_again()
      :: faults > 0 && delayed_end == 0 -> faults--; printf("projector %d commits, the request is late\n", me);
        delayed_end = mine; make_again()
      fi
    }
  :: d_step { state == noting ->
#ifdef POSITION_OUTSIDE
      kept_position = position; kept_epoch = epoch; kept_expected = expected;
#endif
      state = projecting
    }
  :: d_step { FENCED && (state == reading || state == projecting || state == ending) ->
      position = 0; epoch = NONE; expected = 0; mine = 0; state = off
    }
  :: d_step { faults > 0 && state != off -> /* a crash */
      printf("projector %d crashes\n", me);
      faults--; position = 0; epoch = NONE; expected = 0; mine = 0; state = off
    }
  od
}

proctype Broker() {
  byte k = 0;
end_broker:
  do
  :: atomic { delayed_end != 0 ->
      if
      :: delayed_end == producer -> printf("the late request ends what is open\n"); delayed_end = 0; commit_transaction()
      :: else -> delayed_end = 0
      fi
    }
  :: d_step { faults > 0 -> faults--; holder = 1 - holder }
  od
}

/* Any fence so far, or 0. */
inline some_epoch(chosen) {
  chosen = 0;
  do
  :: chosen + 1 < end -> chosen++
  :: break
  od;
  chosen = (IS_FENCE(journal[chosen]) -> chosen : 0)
}

/* JournalReader::join: without a saved state, from the last fence before the position. */
inline joining_is_true() {
  position = 0;
  do
  :: position <= RECORDS ->
    from = position;
    do
    :: from > 0 && !IS_FENCE(journal[from - 1]) -> from--
    :: else -> break
    od;
    from = (from > 0 -> from - 1 : 0);
    epoch = NONE; expected = 0;
    do
    :: from < position -> admit(journal[from], from, epoch, expected, counts); from++
    :: else -> break
    od;
    assert(epoch == epoch_at[position] && expected == expected_at[position]);
    position++
  :: else -> break
  od;
  position = 0; from = 0; epoch = NONE; expected = 0; counts = false
}

proctype AtTheEnd() {
  byte k = 0;
end_end:
  timeout ->
    do
#ifdef NEXT_STAGE
    :: k < RECORDS -> assert(took[k] == counts_at[k]); k++
#else
    :: k < RECORDS -> assert(published[k] == counts_at[k]); k++
#endif
    :: else -> break
    od
}

init {
  byte epoch = NONE, expected = 0, chosen = 0, seq = 1, position = 0, from = 0;
  bool counts = false;
  atomic {
    epoch_at[0] = NONE;
    do
    :: end < RECORDS ->
      if
      :: journal[end] = FENCE
      :: end > 0 -> some_epoch(chosen);
        seq = 1;
        do
        :: seq < SEQ_MAX -> seq++
        :: break
        od;
        journal[end] = EFFECT(chosen, seq, 0, 0, 0)
      fi;
      admit(journal[end], end, epoch, expected, counts_at[end]);
      if
      :: IS_FENCE(journal[end]) -> printf("journal@%d: fence\n", end)
      :: else ->
        printf("journal@%d: effect of epoch %d, seq %d, counts: %d\n", end, EPOCH_OF(journal[end]), SEQ_OF(journal[end]), counts_at[end])
      fi;
      end++;
      epoch_at[end] = epoch; expected_at[end] = expected
    :: else -> break
    od;
    chosen = 0; seq = 1;
    d_step { joining_is_true() }
#ifdef NEXT_STAGE
    run NextStage();
#else
    run Projector(0); run Projector(1); run Broker();
#endif
    run AtTheEnd()
  }
}
