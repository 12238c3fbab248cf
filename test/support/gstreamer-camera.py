"""An RTSP server that is not ours: GStreamer's, with Digest authentication, over TCP only.

Every client gets a pipeline of its own and so the whole file from its first frame. Prints one line of JSON with the address when it
listens and ends with 0 on SIGTERM. Needs Debian's python3-gi, gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-good and -bad.
"""

import argparse
import json
import os
import signal
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

DEMUXERS = {".mp4": "qtdemux", ".mov": "qtdemux", ".ts": "tsdemux", ".mkv": "matroskademux"}


def launch_line(path):
    """rtph264pay repeats parameter sets before every key frame (config-interval=-1), as cameras do."""
    demuxer = DEMUXERS[os.path.splitext(path)[1].lower()]
    quoted = path.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'( filesrc location="{quoted}" ! {demuxer} ! h264parse '
        "! rtph264pay name=pay0 pt=96 config-interval=-1 mtu=1400 )"
    )


def require_digest(server, factory, username, password):
    role = Gst.Structure.new_empty("viewer")
    for permission in ("media.factory.access", "media.factory.construct"):
        role.set_value(permission, True)
    factory.add_role_from_structure(role)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth = GstRtspServer.RTSPAuth.new()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    auth.add_digest(username, password, token)
    server.set_auth(auth)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("file")
    arguments.add_argument("--username", required=True)
    arguments.add_argument("--password", required=True)
    options = arguments.parse_args()

    Gst.init(None)
    server = GstRtspServer.RTSPServer.new()
    server.set_address("127.0.0.1")
    server.set_service("0")
    factory = GstRtspServer.RTSPMediaFactory.new()
    factory.set_launch(launch_line(os.path.abspath(options.file)))
    factory.set_shared(False)
    factory.set_protocols(GstRtsp.RTSPLowerTrans.TCP)
    require_digest(server, factory, options.username, options.password)
    server.get_mount_points().add_factory("/clip", factory)
    if server.attach(None) == 0:
        sys.exit("cannot listen")

    loop = GLib.MainLoop()
    for name in (signal.SIGTERM, signal.SIGINT):
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, name, loop.quit)
    print(json.dumps({"url": f"rtsp://127.0.0.1:{server.get_bound_port()}/clip"}), flush=True)
    loop.run()


main()
