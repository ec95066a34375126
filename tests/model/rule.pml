/* Records of a journal and the one rule that says which of them count. Stands for libs/stream/reader_rule.cc and docs/formats/journal.md.
 * A guard that is named by a macro NO_... can be taken out; ./run shows that each is needed. */

#define NONE 255

/* A record is one number: a fence is FENCE; an effect has an epoch, a seq from 1, the inputs [from, to) it moves the position over, and an
 * act for the outbox. */
#define FENCE (1 << 20)
#define EFFECT(epoch, seq, from, to, act) (((epoch) << 12) | ((seq) << 8) | ((from) << 5) | ((to) << 2) | (act))
#define IS_FENCE(r) ((r) == FENCE)
#define BLANK (1 << 21) /* an effect that no reader's state is moved by; all of them are alike */
#define EPOCH_OF(r) (((r) >> 12) & 31)
#define SEQ_OF(r) (((r) >> 8) & 15)
#define FROM_OF(r) (((r) >> 5) & 7)
#define TO_OF(r) (((r) >> 2) & 7)
#define ACT_OF(r) ((r) & 3)

#ifdef NO_EPOCH_CHECK
#define EPOCH_FITS(r, epoch) (true)
#else
#define EPOCH_FITS(r, epoch) (EPOCH_OF(r) == epoch)
#endif

/* ReaderRule::admit: moves the rule's state (epoch in force, expected seq, 0 = the rest of the epoch is void) over the record at `offset`
 * and says whether it counts. */
inline admit(r, offset, epoch, expected, counts) {
  counts = false;
  if
  :: IS_FENCE(r) -> epoch = offset; expected = 1
  :: else ->
    if
    :: r == BLANK || epoch == NONE || !EPOCH_FITS(r, epoch) || expected == 0 -> skip
#ifdef NO_SEQ_CHECK
    :: else -> counts = true
#else
    :: else ->
      if
      :: SEQ_OF(r) == expected -> counts = true; expected++
#ifdef NO_GAP_CHECK
      :: SEQ_OF(r) > expected -> counts = true; expected = SEQ_OF(r) + 1
#else
      :: SEQ_OF(r) > expected -> expected = 0
#endif
      :: else -> skip
      fi
#endif
    fi
  fi
}
