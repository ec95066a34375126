#include "config/compile.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "config/expressions.h"
#include "config/problem_list.h"
#include "config/reading.h"
#include "config/references.h"
#include "config/shape.h"
#include "config/yaml_tree.h"

namespace leakproof::config {

Compiled compile_workspace(std::string_view yaml) {
  if (yaml.starts_with("\xEF\xBB\xBF")) yaml.remove_prefix(3);
  const auto parsed = parse_yaml(yaml);
  if (const auto* problem = std::get_if<Problem>(&parsed)) return {{}, {*problem}};
  const Node& root = std::get<Node>(parsed);
  ProblemList problems(yaml, root);
  check_shape(root, problems);
  v1::Workspace workspace = read_workspace(root);
  check_references(workspace, problems);
  check_expressions(workspace, problems);
  return {std::move(workspace), std::move(problems).take()};
}

std::string canonical_bytes(const v1::Workspace& workspace) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    workspace.SerializeToCodedStream(&coded);
  }
  return bytes;
}

}  // namespace leakproof::config
