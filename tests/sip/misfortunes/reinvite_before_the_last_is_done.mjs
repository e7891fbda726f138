// A second re-INVITE comes before the first has had its ACK: it is refused (RFC 3261 14.2), and the call goes on.
export const answer = 'at_once';
export const end_reason = 'caller_hung_up';

export async function run({ dial, until, phones, ready, tone }) {
    phones.on_call = (call) => { call.ring(); call.answer(phones.sdp); };
    await ready('agent1');
    const call = dial({ sdp: tone.sdp });
    await until(() => phones.answered >= 1 && call.state === 'answered', 'they talk');
    const statuses = [];
    const acknowledged = call.acknowledge.bind(call);
    call.acknowledge = () => statuses.push(call.reinvite_status);  // not yet
    call.reinvite(`${tone.sdp}a=sendonly\r\n`);
    const first = call.invite_cseq;
    await until(() => call.reinvite_status === 200, 'the first is answered');
    call.reinvite(tone.sdp);
    const second = call.invite_cseq;
    await until(() => call.reinvite_status >= 400, 'the second is refused');
    if (![491, 500].includes(call.reinvite_status)) throw new Error(`refused with ${call.reinvite_status}`);
    call.acknowledge = acknowledged;
    call.acknowledge(first);
    call.acknowledge(second);
    call.reinvite(tone.sdp);
    await until(() => call.reinvite_status === 200, 'the third is answered');
    call.bye();
    await until(() => phones.calls.size === 0, 'the telephone is out');
}
