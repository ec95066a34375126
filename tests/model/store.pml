/* The store of an owner: a cache of the journal, never ahead of it. The variables are the owner's. */

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
