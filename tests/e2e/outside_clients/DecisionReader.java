// A reader of routing.decisions as somebody else would write it: Kafka's own client, classes made from the published schema.
// usage: DecisionReader BROKERS TOPIC. Prints a line a record, `workspace seq decision|config id lead outcome member`, and ends at the end.
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import leakproof.lead.v1.AuditRecord;
import leakproof.lead.v1.Decision;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

public final class DecisionReader {
  private static final class Chain {
    long seq = 0;
    byte[] hash = new byte[32];
  }

  public static void main(String[] args) throws Exception {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    settings.put("isolation.level", "read_committed");
    Map<String, Chain> chains = new HashMap<>();
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(args[1]).stream().map(one -> new TopicPartition(one.topic(), one.partition())).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          print(record, chains.computeIfAbsent(record.key(), key -> new Chain()));
        }
      }
    }
  }

  // Each record names the one before by the SHA-256 of its bytes.
  private static void print(ConsumerRecord<String, byte[]> record, Chain chain) throws Exception {
    AuditRecord audit = AuditRecord.parseFrom(record.value());
    boolean follows = audit.getChainSeq() == ++chain.seq && Arrays.equals(audit.getPreviousHash().toByteArray(), chain.hash);
    if (!follows) throw new IllegalStateException("the chain of " + record.key() + " breaks at " + audit.getChainSeq());
    chain.hash = MessageDigest.getInstance("SHA-256").digest(record.value());
    if (audit.hasConfig()) {
      System.out.println(String.join("\t", record.key(), "" + chain.seq, "config", "" + audit.getConfig().getVersion()));
      return;
    }
    Decision decision = audit.getDecision();
    System.out.println(String.join("\t", record.key(), "" + chain.seq, "decision", decision.getDecisionId(), decision.getLeadId(),
                                   decision.getOutcome().name(), decision.getChosen().getMemberId()));
  }
}
