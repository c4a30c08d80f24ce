// Original file: iteron/v1/events.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { Event as _iteron_v1_Event, Event__Output as _iteron_v1_Event__Output } from '../../iteron/v1/Event.ts';
import type { GetEventRequest as _iteron_v1_GetEventRequest, GetEventRequest__Output as _iteron_v1_GetEventRequest__Output } from '../../iteron/v1/GetEventRequest.ts';
import type { ListEventsRequest as _iteron_v1_ListEventsRequest, ListEventsRequest__Output as _iteron_v1_ListEventsRequest__Output } from '../../iteron/v1/ListEventsRequest.ts';
import type { ListEventsResponse as _iteron_v1_ListEventsResponse, ListEventsResponse__Output as _iteron_v1_ListEventsResponse__Output } from '../../iteron/v1/ListEventsResponse.ts';
import type { PeekEventsRequest as _iteron_v1_PeekEventsRequest, PeekEventsRequest__Output as _iteron_v1_PeekEventsRequest__Output } from '../../iteron/v1/PeekEventsRequest.ts';
import type { PeekEventsResponse as _iteron_v1_PeekEventsResponse, PeekEventsResponse__Output as _iteron_v1_PeekEventsResponse__Output } from '../../iteron/v1/PeekEventsResponse.ts';
import type { PublishEventsRequest as _iteron_v1_PublishEventsRequest, PublishEventsRequest__Output as _iteron_v1_PublishEventsRequest__Output } from '../../iteron/v1/PublishEventsRequest.ts';
import type { PublishEventsResponse as _iteron_v1_PublishEventsResponse, PublishEventsResponse__Output as _iteron_v1_PublishEventsResponse__Output } from '../../iteron/v1/PublishEventsResponse.ts';
import type { RedriveEventRequest as _iteron_v1_RedriveEventRequest, RedriveEventRequest__Output as _iteron_v1_RedriveEventRequest__Output } from '../../iteron/v1/RedriveEventRequest.ts';
import type { RedriveEventResponse as _iteron_v1_RedriveEventResponse, RedriveEventResponse__Output as _iteron_v1_RedriveEventResponse__Output } from '../../iteron/v1/RedriveEventResponse.ts';
import type { WaitEventRequest as _iteron_v1_WaitEventRequest, WaitEventRequest__Output as _iteron_v1_WaitEventRequest__Output } from '../../iteron/v1/WaitEventRequest.ts';
import type { WaitEventResponse as _iteron_v1_WaitEventResponse, WaitEventResponse__Output as _iteron_v1_WaitEventResponse__Output } from '../../iteron/v1/WaitEventResponse.ts';

/**
 * Events: CloudEvents 1.0, what they caused, and whether it is at rest.
 */
export interface EventServiceClient extends grpc.Client {
  /**
   * One event, without consuming it.
   */
  GetEvent(argument: _iteron_v1_GetEventRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Event__Output>): grpc.ClientUnaryCall;
  GetEvent(argument: _iteron_v1_GetEventRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Event__Output>): grpc.ClientUnaryCall;
  GetEvent(argument: _iteron_v1_GetEventRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Event__Output>): grpc.ClientUnaryCall;
  GetEvent(argument: _iteron_v1_GetEventRequest, callback: grpc.requestCallback<_iteron_v1_Event__Output>): grpc.ClientUnaryCall;
  /**
   * One event, without consuming it.
   */
  getEvent(argument: _iteron_v1_GetEventRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Event__Output>): grpc.ClientUnaryCall;
  getEvent(argument: _iteron_v1_GetEventRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Event__Output>): grpc.ClientUnaryCall;
  getEvent(argument: _iteron_v1_GetEventRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Event__Output>): grpc.ClientUnaryCall;
  getEvent(argument: _iteron_v1_GetEventRequest, callback: grpc.requestCallback<_iteron_v1_Event__Output>): grpc.ClientUnaryCall;
  
  /**
   * Events, newest first, without their data and files.
   */
  ListEvents(argument: _iteron_v1_ListEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _iteron_v1_ListEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _iteron_v1_ListEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  ListEvents(argument: _iteron_v1_ListEventsRequest, callback: grpc.requestCallback<_iteron_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Events, newest first, without their data and files.
   */
  listEvents(argument: _iteron_v1_ListEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _iteron_v1_ListEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _iteron_v1_ListEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  listEvents(argument: _iteron_v1_ListEventsRequest, callback: grpc.requestCallback<_iteron_v1_ListEventsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The oldest messages that wait on the bus, without taking them.
   */
  PeekEvents(argument: _iteron_v1_PeekEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_PeekEventsResponse__Output>): grpc.ClientUnaryCall;
  PeekEvents(argument: _iteron_v1_PeekEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_PeekEventsResponse__Output>): grpc.ClientUnaryCall;
  PeekEvents(argument: _iteron_v1_PeekEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_PeekEventsResponse__Output>): grpc.ClientUnaryCall;
  PeekEvents(argument: _iteron_v1_PeekEventsRequest, callback: grpc.requestCallback<_iteron_v1_PeekEventsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The oldest messages that wait on the bus, without taking them.
   */
  peekEvents(argument: _iteron_v1_PeekEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_PeekEventsResponse__Output>): grpc.ClientUnaryCall;
  peekEvents(argument: _iteron_v1_PeekEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_PeekEventsResponse__Output>): grpc.ClientUnaryCall;
  peekEvents(argument: _iteron_v1_PeekEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_PeekEventsResponse__Output>): grpc.ClientUnaryCall;
  peekEvents(argument: _iteron_v1_PeekEventsRequest, callback: grpc.requestCallback<_iteron_v1_PeekEventsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Publishes events; returns when all of them are durable, all or none.
   */
  PublishEvents(argument: _iteron_v1_PublishEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_PublishEventsResponse__Output>): grpc.ClientUnaryCall;
  PublishEvents(argument: _iteron_v1_PublishEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_PublishEventsResponse__Output>): grpc.ClientUnaryCall;
  PublishEvents(argument: _iteron_v1_PublishEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_PublishEventsResponse__Output>): grpc.ClientUnaryCall;
  PublishEvents(argument: _iteron_v1_PublishEventsRequest, callback: grpc.requestCallback<_iteron_v1_PublishEventsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Publishes events; returns when all of them are durable, all or none.
   */
  publishEvents(argument: _iteron_v1_PublishEventsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_PublishEventsResponse__Output>): grpc.ClientUnaryCall;
  publishEvents(argument: _iteron_v1_PublishEventsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_PublishEventsResponse__Output>): grpc.ClientUnaryCall;
  publishEvents(argument: _iteron_v1_PublishEventsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_PublishEventsResponse__Output>): grpc.ClientUnaryCall;
  publishEvents(argument: _iteron_v1_PublishEventsRequest, callback: grpc.requestCallback<_iteron_v1_PublishEventsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Publishes a copy of an event under a new id, a root of its own that is linked to the old one.
   */
  RedriveEvent(argument: _iteron_v1_RedriveEventRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_RedriveEventResponse__Output>): grpc.ClientUnaryCall;
  RedriveEvent(argument: _iteron_v1_RedriveEventRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_RedriveEventResponse__Output>): grpc.ClientUnaryCall;
  RedriveEvent(argument: _iteron_v1_RedriveEventRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_RedriveEventResponse__Output>): grpc.ClientUnaryCall;
  RedriveEvent(argument: _iteron_v1_RedriveEventRequest, callback: grpc.requestCallback<_iteron_v1_RedriveEventResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Publishes a copy of an event under a new id, a root of its own that is linked to the old one.
   */
  redriveEvent(argument: _iteron_v1_RedriveEventRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_RedriveEventResponse__Output>): grpc.ClientUnaryCall;
  redriveEvent(argument: _iteron_v1_RedriveEventRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_RedriveEventResponse__Output>): grpc.ClientUnaryCall;
  redriveEvent(argument: _iteron_v1_RedriveEventRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_RedriveEventResponse__Output>): grpc.ClientUnaryCall;
  redriveEvent(argument: _iteron_v1_RedriveEventRequest, callback: grpc.requestCallback<_iteron_v1_RedriveEventResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Progress of all that an event caused; the last message has the outcome. Waits for as long as it takes: set a deadline.
   * An event that isn't known yet is waited for while messages wait on the bus. For an event that a job raised: all that
   * the outside event at the top caused.
   */
  WaitEvent(argument: _iteron_v1_WaitEventRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_WaitEventResponse__Output>;
  WaitEvent(argument: _iteron_v1_WaitEventRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_WaitEventResponse__Output>;
  /**
   * Progress of all that an event caused; the last message has the outcome. Waits for as long as it takes: set a deadline.
   * An event that isn't known yet is waited for while messages wait on the bus. For an event that a job raised: all that
   * the outside event at the top caused.
   */
  waitEvent(argument: _iteron_v1_WaitEventRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_WaitEventResponse__Output>;
  waitEvent(argument: _iteron_v1_WaitEventRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_WaitEventResponse__Output>;
  
}

/**
 * Events: CloudEvents 1.0, what they caused, and whether it is at rest.
 */
export interface EventServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * One event, without consuming it.
   */
  GetEvent: grpc.handleUnaryCall<_iteron_v1_GetEventRequest__Output, _iteron_v1_Event>;
  
  /**
   * Events, newest first, without their data and files.
   */
  ListEvents: grpc.handleUnaryCall<_iteron_v1_ListEventsRequest__Output, _iteron_v1_ListEventsResponse>;
  
  /**
   * The oldest messages that wait on the bus, without taking them.
   */
  PeekEvents: grpc.handleUnaryCall<_iteron_v1_PeekEventsRequest__Output, _iteron_v1_PeekEventsResponse>;
  
  /**
   * Publishes events; returns when all of them are durable, all or none.
   */
  PublishEvents: grpc.handleUnaryCall<_iteron_v1_PublishEventsRequest__Output, _iteron_v1_PublishEventsResponse>;
  
  /**
   * Publishes a copy of an event under a new id, a root of its own that is linked to the old one.
   */
  RedriveEvent: grpc.handleUnaryCall<_iteron_v1_RedriveEventRequest__Output, _iteron_v1_RedriveEventResponse>;
  
  /**
   * Progress of all that an event caused; the last message has the outcome. Waits for as long as it takes: set a deadline.
   * An event that isn't known yet is waited for while messages wait on the bus. For an event that a job raised: all that
   * the outside event at the top caused.
   */
  WaitEvent: grpc.handleServerStreamingCall<_iteron_v1_WaitEventRequest__Output, _iteron_v1_WaitEventResponse>;
  
}

export interface EventServiceDefinition extends grpc.ServiceDefinition {
  GetEvent: MethodDefinition<_iteron_v1_GetEventRequest, _iteron_v1_Event, _iteron_v1_GetEventRequest__Output, _iteron_v1_Event__Output>
  ListEvents: MethodDefinition<_iteron_v1_ListEventsRequest, _iteron_v1_ListEventsResponse, _iteron_v1_ListEventsRequest__Output, _iteron_v1_ListEventsResponse__Output>
  PeekEvents: MethodDefinition<_iteron_v1_PeekEventsRequest, _iteron_v1_PeekEventsResponse, _iteron_v1_PeekEventsRequest__Output, _iteron_v1_PeekEventsResponse__Output>
  PublishEvents: MethodDefinition<_iteron_v1_PublishEventsRequest, _iteron_v1_PublishEventsResponse, _iteron_v1_PublishEventsRequest__Output, _iteron_v1_PublishEventsResponse__Output>
  RedriveEvent: MethodDefinition<_iteron_v1_RedriveEventRequest, _iteron_v1_RedriveEventResponse, _iteron_v1_RedriveEventRequest__Output, _iteron_v1_RedriveEventResponse__Output>
  WaitEvent: MethodDefinition<_iteron_v1_WaitEventRequest, _iteron_v1_WaitEventResponse, _iteron_v1_WaitEventRequest__Output, _iteron_v1_WaitEventResponse__Output>
}
