// For tests: a workspace with two desks that are staffed, one person by themselves, and a journey.
#pragma once

namespace leakproof::router {

// lan, minh and tuan sell; eva has the night desk and nobody behind it.
inline constexpr const char* kDesks = R"(
  schedules { schedule_id: "day" zone: "Asia/Ho_Chi_Minh"
    days { weekday: 1 intervals: "08:00-17:00" } days { weekday: 2 intervals: "08:00-17:00" } days { weekday: 3 intervals: "08:00-17:00" }
    days { weekday: 4 intervals: "08:00-17:00" } days { weekday: 5 intervals: "08:00-17:00" } }
  members { member_id: "lan" schedule_id: "day" starts_online: true webhook_url: "https://hooks.example/lan" webhook_secret: "lan" }
  members { member_id: "minh" schedule_id: "day" starts_online: true }
  members { member_id: "tuan" starts_online: false open_max: 1 }
  members { member_id: "eva" starts_online: true hourly_max: 1 daily_max: 2 webhook_url: "https://hooks.example/eva" }
  members { member_id: "gone" starts_online: true inactive: true }
  pools { pool_id: "sales" members { member_id: "gone" weight: 9 } members { member_id: "lan" weight: 1 } members { member_id: "minh" weight: 1 }
          sla { respond_within_micros: 600000000 warn_after_micros: 300000000 attempts_max: 2 }
          hold_max_micros: 345600000000 fallback_pool_id: "night" escalate_to: "eva" }
  pools { pool_id: "night" members { member_id: "eva" weight: 1 } hold_max_micros: 7200000000 escalate_to: "lan" }
  pools { pool_id: "solo" members { member_id: "tuan" weight: 1 } hold_max_micros: 7200000000 }
  rules { rule_id: "vn" when: "lead.country == 'VN'" pool_id: "sales" }
  rules { rule_id: "de" when: "lead.country == 'DE'" pool_id: "night" }
  rules { rule_id: "solo" when: "lead.country == 'SG'" pool_id: "solo" }
  rules { rule_id: "warm" when: "lead.country == 'FR' && score.total < 50.0" journey_id: "warm_up" }
  journeys { journey_id: "warm_up" trigger: "routed" }
)";

}  // namespace leakproof::router
