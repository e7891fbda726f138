// The caller's BYE comes three times, as if our 200 were lost each time (RFC 3261 17.2.2): each gets its 200, the call ends once.
export const answer = 'at_once';
export const end_reason = 'caller_hung_up';

export async function run({ dial, until, phones, ready }) {
    phones.on_call = (call) => { call.ring(); call.answer(phones.sdp); };
    await ready('agent1');
    const call = dial();
    await until(() => phones.answered >= 1 && call.state === 'answered', 'they talk');
    let answers = 0;
    const { host } = call;
    const taken = host.take_response.bind(host);
    host.take_response = (of, message) => {
        if (message.method === 'BYE' && message.status === 200) answers += 1;
        return answers < 3 && message.method === 'BYE' ? undefined : taken(of, message);
    };
    call.bye();
    await until(() => answers >= 3, 'the third 200');
    await until(() => call.state === 'ended', 'the caller is out');
    await until(() => phones.calls.size === 0, 'the telephone is out');
}
