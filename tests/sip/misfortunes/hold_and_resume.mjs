// The caller holds (sendonly) and comes back: each re-INVITE is answered, the call goes on (RFC 3264 8.4).
export const answer = 'at_once';
export const end_reason = 'caller_hung_up';

export async function run({ dial, until, phones, ready, tone }) {
    phones.on_call = (call) => { call.ring(); call.answer(phones.sdp); };
    await ready('agent1');
    const call = dial({ sdp: tone.sdp });
    await until(() => phones.answered >= 1 && call.state === 'answered', 'they talk');
    call.reinvite(`${tone.sdp}a=sendonly\r\n`);
    await until(() => call.reinvite_status === 200, 'the hold is answered');
    if (!/a=recvonly/.test(call.reinvite_sdp)) throw new Error(`hold is not mirrored: ${call.reinvite_sdp}`);
    call.reinvite(tone.sdp);
    await until(() => call.reinvite_status === 200 && !/a=recvonly/.test(call.reinvite_sdp), 'the return is answered');
    call.bye();
    await until(() => phones.calls.size === 0, 'the telephone is out');
}
