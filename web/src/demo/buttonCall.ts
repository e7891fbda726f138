import { telephoneConnection } from '../phone/codecs';
import { microphoneCaller, recordedCaller, type Voice } from './caller';

export type ButtonState =
    | { name: 'idle' }
    | { name: 'preparing' }
    | { name: 'waiting' }
    | { name: 'connected'; since: number }
    | { name: 'ended'; reason: string }
    | { name: 'failed'; why: 'microphone' | 'server' | 'busy' };

const answer_limit_ms = 15_000;

/** One call from a website: WebSocket for signalling, one WebRTC leg for sound (docs/realtime.md). */
export class ButtonCall {
    private voice: Voice | null = null;
    private socket: WebSocket | null = null;
    private connection: RTCPeerConnection | null = null;
    private limit: ReturnType<typeof setTimeout> | undefined;
    private over = false;

    constructor(
        private readonly button: string,
        private readonly audio: HTMLAudioElement,
        private readonly tell: (state: ButtonState) => void,
    ) {}

    async start(with_microphone: boolean): Promise<void> {
        this.tell({ name: 'preparing' });
        try {
            this.voice = await (with_microphone ? microphoneCaller() : recordedCaller());
        } catch {
            this.end({ name: 'failed', why: 'microphone' });
            return;
        }
        if (this.over) return this.voice.stop();
        const track = this.voice.stream.getAudioTracks()[0];
        if (!track) return this.end({ name: 'failed', why: 'microphone' });
        const connection = telephoneConnection(track, this.voice.stream);
        this.connection = connection;
        connection.ontrack = (event) => {
            this.audio.srcObject = event.streams[0] ?? new MediaStream([event.track]);
            void this.audio.play().catch(() => undefined);
        };
        connection.onconnectionstatechange = () => {
            if (connection.connectionState === 'failed') this.end({ name: 'failed', why: 'server' });
        };
        await connection.setLocalDescription();
        this.dial(connection.localDescription?.sdp ?? '');
    }

    hang_up(): void {
        if (this.socket?.readyState === WebSocket.OPEN) this.socket.send('{"type":"hang-up"}');
        this.end({ name: 'ended', reason: 'caller_hung_up' });
    }

    private dial(sdp: string): void {
        if (this.over) return;
        const socket = new WebSocket(`${window.location.origin.replace(/^http/, 'ws')}/api/call-button`);
        this.socket = socket;
        this.limit = setTimeout(() => this.end({ name: 'failed', why: 'server' }), answer_limit_ms);
        socket.onopen = () => socket.send(JSON.stringify({ type: 'call', button: this.button, sdp }));
        socket.onmessage = (event) => void this.on_text(event.data);
        socket.onclose = () => this.end({ name: 'failed', why: 'server' });
    }

    private async on_text(text: unknown): Promise<void> {
        if (typeof text !== 'string') return;
        const message: unknown = JSON.parse(text);
        if (typeof message !== 'object' || message === null) return;
        const { type, state, sdp, reason, code } = message as Record<string, unknown>;
        clearTimeout(this.limit);
        if (type === 'answer' && typeof sdp === 'string')
            await this.connection?.setRemoteDescription({ type: 'answer', sdp });
        if (type === 'problem') this.end({ name: 'failed', why: String(code).includes('many') ? 'busy' : 'server' });
        if (type !== 'state') return;
        if (state === 'waiting') this.tell({ name: 'waiting' });
        if (state === 'connected') this.tell({ name: 'connected', since: Date.now() });
        if (state === 'ended') this.end({ name: 'ended', reason: typeof reason === 'string' ? reason : '' });
    }

    private end(state: ButtonState): void {
        if (this.over) return;
        this.over = true;
        clearTimeout(this.limit);
        this.voice?.stop();
        this.connection?.close();
        this.audio.srcObject = null;
        if (this.socket) {
            this.socket.onclose = null;
            // A last "hang-up" still goes out before the close.
            this.socket.close();
        }
        this.tell(state);
    }
}
