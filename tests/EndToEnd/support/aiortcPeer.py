"""Publishes by WHIP or watches by WHEP with aiortc, which shares no code with browsers or with this project.

usage: TOKEN=... aiortcPeer.py publish|watch ENDPOINT CODEC

Writes what it sees as JSON, one object a line. Ends, and DELETEs its session, when its input does.
"""

import asyncio
import json
import os
import sys
from urllib.parse import urljoin
from urllib.request import Request, urlopen

import av
import numpy
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, VideoStreamTrack


class Bar(VideoStreamTrack):
    """A bar that moves from left to right."""

    async def recv(self):
        picture = numpy.zeros((360, 640, 3), dtype=numpy.uint8)
        pts, time_base = await self.next_timestamp()
        left = pts // 300 % 600
        picture[:, left : left + 40] = (255, 128, 0)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = pts, time_base
        return frame


class Tone(AudioStreamTrack):
    async def recv(self):
        silence = await super().recv()
        time = (numpy.arange(silence.samples) + silence.pts) / silence.sample_rate
        wave = (numpy.sin(2 * numpy.pi * 440 * time) * 8000).astype(numpy.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
        frame.pts, frame.sample_rate, frame.time_base = silence.pts, silence.sample_rate, silence.time_base
        return frame


class Seen:
    def __init__(self):
        self.frames = 0
        self.energy = 0.0

    async def take(self, track):
        try:
            while True:
                frame = await track.recv()
                if track.kind == "video":
                    self.frames += 1
                else:
                    self.energy += float(numpy.abs(frame.to_ndarray().astype(float)).mean())
        except MediaStreamError:
            pass


def say(**what):
    print(json.dumps(what), flush=True)


async def request(method, address, body=None, **headers):
    def call():
        with urlopen(Request(address, data=body, method=method, headers=headers)) as response:
            return response.status, response.headers, response.read().decode()

    return await asyncio.get_running_loop().run_in_executor(None, call)


def transceive(peer, publishes, codec, seen):
    if publishes:
        peer.addTransceiver(Tone(), "sendonly")
        video = peer.addTransceiver(Bar(), "sendonly")
    else:
        peer.on("track", lambda track: asyncio.ensure_future(seen.take(track)))
        peer.addTransceiver("audio", "recvonly")
        video = peer.addTransceiver("video", "recvonly")
    names = {f"video/{codec}".lower(), "video/rtx"}
    video.setCodecPreferences(
        [known for known in RTCRtpSender.getCapabilities("video").codecs if known.mimeType.lower() in names])


async def main(role, endpoint, codec):
    seen = Seen()
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    peer.on("connectionstatechange", lambda: say(state=peer.connectionState))
    transceive(peer, role == "publish", codec, seen)
    await peer.setLocalDescription(await peer.createOffer())
    status, headers, answer = await request(
        "POST", endpoint, peer.localDescription.sdp.encode(),
        **{"Authorization": f"Bearer {os.environ['TOKEN']}", "Content-Type": "application/sdp"})
    say(status=status)
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    while not ended.done():
        await asyncio.wait([ended], timeout=0.2)
        say(frames=seen.frames, energy=seen.energy)
    status, _, _ = await request("DELETE", urljoin(endpoint, headers["Location"]))
    say(status=status)
    await peer.close()


asyncio.run(main(*sys.argv[1:]))
