import {
    IconCircleCheck,
    IconCoffee,
    IconHourglassHigh,
    IconPhoneCall,
    IconPhoneIncoming,
    IconPhoneOff,
    IconPlugConnectedX,
    IconPower,
    type Icon,
} from '@tabler/icons-react';
import type { AgentState } from '../api/types';

export type Tone = 'live' | 'hold' | 'stop' | 'wrap' | 'quiet' | 'brand';

const marks: Record<AgentState, { tone: Tone; icon: Icon }> = {
    ready: { tone: 'live', icon: IconCircleCheck },
    offered: { tone: 'brand', icon: IconPhoneIncoming },
    talking: { tone: 'live', icon: IconPhoneCall },
    wrap_up: { tone: 'wrap', icon: IconHourglassHigh },
    pause: { tone: 'hold', icon: IconCoffee },
    not_responding: { tone: 'stop', icon: IconPhoneOff },
    connection_lost: { tone: 'stop', icon: IconPlugConnectedX },
    offline: { tone: 'quiet', icon: IconPower },
};

export function toneOf(state: AgentState): Tone {
    return marks[state].tone;
}

export function AgentStateIcon({ state, size = 16 }: { state: AgentState; size?: number }) {
    const Mark = marks[state].icon;
    return <Mark size={size} aria-hidden stroke={2} />;
}
