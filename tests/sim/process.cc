#include "process.h"

#include "stream/append_sender.h"
#include "support/pipeline.h"

namespace leakproof::sim {

// What the process tells the world, as long as it lives.
class Process::Watcher final : public stream::TaskObserver, public stream::ProjectorObserver {
 public:
  Watcher(Ground ground, int machine, const Disk& disk, Life& life)
      : ground_(ground), machine_(machine), disk_(disk), life_(life) {}

  void on_settled(const stream::TaskSpec& task, const journal::v1::Effect& effect, stream::Offset at, Instant,
                  bool live) override {
    if (!life_.goes_on()) return;
    const auto& journal = ground_.evidence.log[{task.journal, task.partition}];
    ground_.evidence.told.push_back({task.stage, task.partition, at.value(), effect.epoch(), effect.seq(), machine_,
                                     ground_.agenda.now(), live, static_cast<std::int64_t>(journal.size()),
                                     disk_.position({task.stage, task.partition})});
    ground_.trace.mix(static_cast<std::uint64_t>(at.value()) * 2 + live);
    if (!live) return;
    ground_.people.hear(task.stage, effect);
    for (const auto& entry : effect.outbox_added()) ground_.outside.decided(entry, {task.stage, task.partition});
  }
  void on_state_changed(const stream::TaskSpec& task, stream::TaskState state, const std::string& why) override {
    if (life_.over()) return;
    const auto who = [&] {
      return task.stage + "/" + std::to_string(task.partition) + " on machine " + std::to_string(machine_);
    };
    ground_.trace.say([&] { return who() + " " + stream::name_of(state) + (why.empty() ? "" : ": ") + why; });
    if (state == stream::TaskState::kHalted) ground_.evidence.halted.push_back(who() + ": " + why);
  }
  void on_input_lag(const std::string&, std::int32_t, Duration) override {}
  void on_input_lag(const stream::TaskSpec&, Duration) override {}
  void on_failed(const std::string& stage, std::int32_t partition, const Error& why) override {
    ground_.trace.say(
        [&] { return "projector " + stage + "/" + std::to_string(partition) + " failed: " + why.message(); });
    if (why.disposition() == Disposition::kFatal && !life_.over())
      ground_.evidence.halted.push_back("projector: " + why.message());
  }

 private:
  Ground ground_;
  const int machine_;
  const Disk& disk_;
  Life& life_;
};

Process::Process(Ground ground, int machine, std::string stage, Disk& disk, const Clock& clock)
    : stage_(std::move(stage)),
      clock_(clock),
      broker_(ground.broker),
      wire_(ground.broker, ground.dice, life_),
      stores_(disk.stores(life_)),
      line_(ground.outside.line(machine, stage_, life_)),
      append_(std::make_unique<stream::AppendSender>(wire_)),
      watcher_(std::make_unique<Watcher>(ground, machine, disk, life_)),
      states_(ground.evidence.partitions) {
  stream::TaskSpec spec = spec_of(stage_, "machine " + std::to_string(machine));
  if (ground.evidence.publishes) {
    projectors_ = std::make_unique<stream::Projectors>(
        stage_, spec.derive, [this] { return states_.served(stage_); }, wire_, *watcher_);
  }
  spec.channels = {{"webhook", line_.get()}, {"email", line_.get()}, {"append", append_.get()}};
  runner_ = std::make_unique<stream::StageRunner>(stream::StageRunner::Dependencies{
      std::move(spec), wire_, *stores_, [name = stage_] { return processor_of(name); }, *watcher_, states_, clock_,
      ground.group.join(machine, stage_)});
}

Process::~Process() = default;

bool Process::publish() {
  if (!projectors_) return false;
  const auto before = broker_.published;
  projectors_->step(clock_.now());
  return broker_.published != before;
}

}  // namespace leakproof::sim
