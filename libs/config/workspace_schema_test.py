#!/usr/bin/env python3
"""The JSON Schema as editors see it: it is a valid draft-07 schema, every example fits it, and broken ones do not."""

import json
import os
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError as error:
    print(f"skipped: {error}; apt-get install python3-jsonschema python3-yaml")
    sys.exit(77)


class Loader(yaml.SafeLoader):
    """YAML 1.2's core types: no dates, no base 60, no yes/no."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith((":timestamp", ":bool", ":int"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "workspace.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    files = [os.path.join(folder, "fixtures", "complete.yaml")]
    files += [os.path.join(sys.argv[1], name) for name in sorted(os.listdir(sys.argv[1])) if name.endswith(".yaml")]
    for path in files:
        with open(path, encoding="utf-8") as file:
            workspace = yaml.load(file, Loader)
        errors = [f"{path}: {list(error.path)}: {error.message}" for error in validator.iter_errors(workspace)]
        assert not errors, "\n".join(errors)
        memberless = {key: value for key, value in workspace.items() if key != "members"}
        for broken in ({**workspace, "polls": []}, {**workspace, "zone": 7}, memberless):
            assert not validator.is_valid(broken), f"{path}: accepted {set(broken) ^ set(workspace)}"


if __name__ == "__main__":
    main()
