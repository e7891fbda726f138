// The agent's telephone says 503: the agent gets no more calls for the moment, the caller waits on and the next agent takes it.
export const answer = 'at_once';
export const end_reason = 'caller_hung_up';

export async function run({ dial, until, phones, ready, agent_state }) {
    phones.on_call = (call) => {
        if (call.user === 'agent1') return call.refuse(503, 'Service Unavailable');
        call.ring();
        return call.answer(phones.sdp);
    };
    await ready('agent1');
    const call = dial();
    await until(async () => (await agent_state('agent1')) === 'not_responding', 'agent1 is not responding');
    await ready('agent2');
    await until(() => phones.answered >= 1, 'agent2 has answered');
    call.bye();
    await until(() => phones.calls.size === 0, 'the telephone is out');
}
