// Leads, members and platforms: who hand things in, and what they know of each other because somebody told them.
#pragma once
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "agenda.h"
#include "broker.h"
#include "dice.h"
#include "leakproof/lead/v1/activity.pb.h"

namespace leakproof::sim {

class People {
 public:
  People(Broker& broker, Agenda& agenda, Evidence& evidence) : broker_(broker), agenda_(agenda), evidence_(evidence) {}

  void configure(Dice& dice);
  void submit(Dice& dice);
  void feedback(Dice& dice);
  void presence(Dice& dice);
  void touch(Dice& dice);
  void opt_out(Dice& dice);
  void claim(Dice& dice);  // or one gives it to another
  void time_off(Dice& dice);
  void fix(Dice& dice);
  // What came before comes again, with another body or the same. False when there was nothing.
  bool repeat(Dice& dice);
  // What comes next waits until let_go().
  void hold_back() { held_back_ = true; }
  bool let_go();
  void poison(Dice& dice);
  // A process has told it.
  void hear(const std::string& stage, const journal::v1::Effect& effect);

 private:
  struct Offer {
    std::string workspace, lead, member;
    std::int64_t token;
  };
  struct Written {
    stream::TopicPartition to;
    std::string workspace, id, value;
  };
  void write(const std::string& topic, const std::string& workspace, const std::string& id, std::string value);
  void deliver(const Written& written);
  void say(lead::v1::Activity activity, const std::string& workspace);
  void give(Dice& dice);
  std::string next_id(const std::string& kind) { return kind + "-" + std::to_string(++count_); }
  std::string any_workspace(Dice& dice) const;
  std::string any_member(Dice& dice, const std::string& workspace) const;

  Broker& broker_;
  Agenda& agenda_;
  Evidence& evidence_;
  std::vector<std::string> workspaces_;
  std::map<std::string, std::vector<std::string>> members_;               // by workspace
  std::vector<std::pair<std::string, std::string>> leads_, quarantined_;  // workspace, id
  std::vector<Offer> offers_;
  std::vector<Written> written_;
  std::deque<Written> held_;
  bool held_back_ = false;
  int count_ = 0;
};

}  // namespace leakproof::sim
