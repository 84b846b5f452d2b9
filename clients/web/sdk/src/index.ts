export { LiveError, type ClientErrorCode, type ErrorCode } from './errors.ts';
export { ManagementApi, type Paging } from './management.ts';
export { RestApi } from './rest.ts';
export { joinRoom, type JoinOptions, type PendingState } from './room/joinRoom.ts';
export type { ChatDelivery, ChatMessage } from './room/chatLog.ts';
export type { LobbyEntry } from './room/lobby.ts';
export type { Room } from './room/room.ts';
export type { RoomEvents } from './room/roomEvents.ts';
export type { CloseReason, RoomState } from './room/state.ts';
export type { Timing } from './room/timings.ts';
export type { WatchWish } from './room/watching.ts';
export type { AudioOutput } from './media/audioOutput.ts';
export {
  deviceError, listDevices, onDevicesChanged, openCamera, openMicrophone, openScreen,
  type Device, type Devices, type ScreenShare,
} from './media/devices.ts';
export { LevelMeter } from './media/levelMeter.ts';
export type { Slot, SlotOccupant } from './media/slots.ts';
export type { VideoCodec } from './media/codecs.ts';
export type { SoundContent } from './media/encodings.ts';
export type { ConnectionStats, ReceivedStats, RoomStats, SentStats } from './media/stats.ts';
export type {
  PageInfo, ParticipantStatsResponse, QualityPoint, RoomPage, SessionPage, SessionParticipantsPage, SessionStatsResponse, SignInResponse,
} from './protocol/management.ts';
export type { WatchedTrack } from './protocol/messages.ts';
export type { WorkerStats } from './protocol/stats.ts';
export type { LeaveReason, Participant, ParticipantMode, PinnedTrack, SlotHindrance, TrackSource, TrackState } from './protocol/participant.ts';
export type { CreateRoomRequest, ExchangeInviteResponse, InviteResponse, InviteRole, RoomCodecs, RoomResponse, SessionParticipant, SessionResponse } from './protocol/rest.ts';
