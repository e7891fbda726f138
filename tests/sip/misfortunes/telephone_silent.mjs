// The agent's telephone is dead: no answer to the INVITE at all. After ring_s the caller is back at the head of the queue.
export const answer = 'at_once';
export const end_reason = 'caller_hung_up';
export const slow = true;

export async function run({ dial, until, phones, ready, agent_state }) {
    phones.on_call = (call) => {
        if (call.user === 'agent1') { call.forget(); return; }
        call.ring();
        call.answer(phones.sdp);
    };
    await ready('agent1');
    const call = dial();
    await until(async () => (await agent_state('agent1')) === 'not_responding', 'agent1 is not responding', 30_000);
    await ready('agent2');
    await until(() => phones.answered >= 1, 'agent2 has answered');
    call.bye();
    await until(() => phones.calls.size === 0, 'the telephone is out');
}
