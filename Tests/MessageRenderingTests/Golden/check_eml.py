"""Reads every golden mail with Python's strict parser: a second opinion on the composer."""
import email.policy
import pathlib
import sys

folder = pathlib.Path(__file__).parent
failed = False
for path in sorted(folder.glob("*.eml")):
    raw = path.read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.strict + email.policy.SMTP)
    assert raw.replace(b"\r\n", b"").find(b"\n") < 0, "a bare line feed"
    for part in message.walk():
        defects = list(part.defects)
        for name, value in part.items():
            defects += [(name, d) for d in value.defects]
        if not part.is_multipart():
            part.get_content()
        if defects:
            failed = True
            print(path.name, part.get_content_type(), defects)
    print(path.name, "|", message["subject"], "|", message["from"], "|", message["to"], "|",
          [p.get_filename() for p in message.iter_attachments()])
    print(message.get_body(("plain",)).get_content())
sys.exit(failed)
