/** The codecs the server speaks (G.711) and telephone-event at the same clock; nothing else is offered. */
export function telephoneCodecs(all: readonly RTCRtpCodec[]): RTCRtpCodec[] {
    const wanted = ['audio/PCMA', 'audio/PCMU', 'audio/telephone-event'];
    return all
        .filter((codec) => wanted.includes(codec.mimeType) && codec.clockRate === 8000)
        .sort((a, b) => wanted.indexOf(a.mimeType) - wanted.indexOf(b.mimeType));
}

/** A connection that sends `track` and offers the telephone codecs only. */
export function telephoneConnection(track: MediaStreamTrack, stream: MediaStream): RTCPeerConnection {
    const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    const transceiver = connection.addTransceiver(track, { direction: 'sendrecv', streams: [stream] });
    const codecs = telephoneCodecs(RTCRtpReceiver.getCapabilities('audio')?.codecs ?? []);
    if (codecs.length > 0) transceiver.setCodecPreferences(codecs);
    return connection;
}
