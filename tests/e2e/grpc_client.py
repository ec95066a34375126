"""The gRPC API from its .proto files: classes are generated when a test starts, so that no generated code lies in the
tree."""
import subprocess
import tempfile
from pathlib import Path

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from harness import PATIENCE, ROOT

PROTOS = ROOT / "proto"
REFLECTION = Path(__file__).resolve().parent / "reflection.proto"


def descriptors():
    with tempfile.NamedTemporaryFile() as out:
        files = [*sorted(PROTOS.glob("leakproof/api/v1/*.proto")), *PROTOS.glob("google/rpc/*.proto"), REFLECTION]
        subprocess.run(["protoc", f"-I{PROTOS}", f"-I{REFLECTION.parent}", "--include_imports", f"--descriptor_set_out={out.name}",
        *files], check=True)
        return descriptor_pb2.FileDescriptorSet.FromString(Path(out.name).read_bytes())


class Client:
    def __init__(self, port, workspace="demo", token=None, options=()):
        self.workspace = workspace
        self.metadata = [("authorization", f"Bearer {token}")] if token else []
        self.pool = descriptor_pool.DescriptorPool()
        for file in descriptors().file:
            self.pool.Add(file)
        self.factory = message_factory.MessageFactory(self.pool)
        # Channels of a process share connections otherwise, and one client's broken frames end the calls of another.
        own = ("grpc.use_local_subchannel_pool", 1)
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=(own, *options))

    def close(self):
        self.channel.close()

    def type(self, name):
        return self.factory.GetPrototype(self.pool.FindMessageTypeByName(name))

    def method(self, name):
        """`name` as in LeadService/GetLead: its path, its request's and its answer's class."""
        service, method = name.split("/")
        service = self.pool.FindServiceByName(f"leakproof.api.v1.{service}")
        found = service.FindMethodByName(method)
        return f"/{service.full_name}/{method}", self.factory.GetPrototype(found.input_type), self.factory.GetPrototype(found.output_type)

    def methods(self):
        """Every method of the API, as LeadService/GetLead."""
        files = [self.pool.FindFileByName(f"leakproof/api/v1/{file.name}") for file in PROTOS.glob("leakproof/api/v1/*_service.proto")]
        return sorted(f"{service.name}/{method.name}" for file in files for service in file.services_by_name.values() for method in service.methods)

    def call(self, name, **fields):
        path, request, answer = self.method(name)
        if "workspace_id" in request.DESCRIPTOR.fields_by_name:
            fields.setdefault("workspace_id", self.workspace)
        return self.send(path, request(**fields).SerializeToString(), answer.FromString)

    def send(self, path, data, answer=bytes, patience=PATIENCE):
        call = self.channel.unary_unary(path, request_serializer=lambda raw: raw, response_deserializer=answer)
        return call(data, timeout=patience, metadata=self.metadata)

    def stream(self, name, **fields):
        """Answers of a server's stream, one by one, until it ends or breaks."""
        path, request, answer = self.method(name)
        call = self.channel.unary_stream(
            path,
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=answer.FromString)
        return call(request(workspace_id=self.workspace, **fields), metadata=self.metadata)

    def refusal(self, name, **fields):
        """The error a call must end with, as (code, message, names of the fields that are wrong, reasons)."""
        try:
            answer = self.call(name, **fields)
        except grpc.RpcError as error:
            return self.read(error)
        raise AssertionError(f"{name} {fields} was answered: {answer}")

    def read(self, error):
        status = self.type("google.rpc.Status")()
        status.ParseFromString(dict(error.trailing_metadata()).get("grpc-status-details-bin", b""))
        fields, reasons = [], []
        for detail in status.details:
            message = self.type(detail.type_url.rsplit("/", 1)[1])()
            detail.Unpack(message)
            fields += [violation.field for violation in getattr(message, "field_violations", ())]
            reasons += [message.reason] if hasattr(message, "reason") else []
        return error.code(), error.details(), fields, reasons

    def services(self):
        """Asks the server itself, by the reflection protocol."""
        kind = "grpc.reflection.v1alpha.ServerReflection"
        call = self.channel.stream_stream(f"/{kind}/ServerReflectionInfo", request_serializer=lambda message: message.SerializeToString(),
                                          response_deserializer=self.type(f"{kind}Response").FromString)
        answer = next(call(iter([self.type(f"{kind}Request")(list_services="*")]), timeout=PATIENCE))
        return [service.name for service in answer.list_services_response.service]
