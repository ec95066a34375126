#include "stream/delivery.h"

namespace leakproof::stream {
namespace {

using lead::v1::Delivery;

Delivery::State state_of(OutboxOutcome::State state) {
  switch (state) {
    case OutboxOutcome::State::kDelivered:
      return Delivery::DELIVERED;
    case OutboxOutcome::State::kFailed:
      return Delivery::FAILED;
    case OutboxOutcome::State::kUnknown:
      return Delivery::UNKNOWN;
  }
  return Delivery::STATE_UNSPECIFIED;
}

}  // namespace

Delivery delivery_of(const journal::v1::OutboxEntry& entry, const OutboxOutcome& outcome) {
  Delivery delivery;
  delivery.set_outbox_id(entry.id());
  delivery.set_channel(entry.channel());
  delivery.set_state(state_of(outcome.state));
  delivery.set_detail(outcome.detail);
  delivery.set_attempts(outcome.attempts);
  delivery.set_recipient_gone(outcome.recipient_gone);
  return delivery;
}

}  // namespace leakproof::stream
