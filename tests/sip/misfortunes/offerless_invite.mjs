// An INVITE without SDP: our 200 carries the offer, the ACK the answer (RFC 3264 4, RFC 3261 13.2.1).
export const answer = 'at_once';
export const end_reason = 'abandoned';

export async function run({ dial, until, tone }) {
    const call = dial({ sdp: '', ack_sdp: tone.sdp });
    await until(() => call.state === 'answered', 'answered');
    if (!/m=audio \d+ RTP\/AVP/.test(call.remote_sdp)) throw new Error(`the 200 has no offer: ${call.remote_sdp}`);
    await until(() => tone.packets > 20, 'music reaches the address of the ACK');
    call.bye();
    await until(() => call.state === 'ended', 'BYE is answered');
}
