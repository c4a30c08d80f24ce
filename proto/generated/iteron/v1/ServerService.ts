// Original file: iteron/v1/server.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetServerInfoRequest as _iteron_v1_GetServerInfoRequest, GetServerInfoRequest__Output as _iteron_v1_GetServerInfoRequest__Output } from '../../iteron/v1/GetServerInfoRequest.ts';
import type { GetStatisticsRequest as _iteron_v1_GetStatisticsRequest, GetStatisticsRequest__Output as _iteron_v1_GetStatisticsRequest__Output } from '../../iteron/v1/GetStatisticsRequest.ts';
import type { GetStatusRequest as _iteron_v1_GetStatusRequest, GetStatusRequest__Output as _iteron_v1_GetStatusRequest__Output } from '../../iteron/v1/GetStatusRequest.ts';
import type { RunDoctorRequest as _iteron_v1_RunDoctorRequest, RunDoctorRequest__Output as _iteron_v1_RunDoctorRequest__Output } from '../../iteron/v1/RunDoctorRequest.ts';
import type { RunDoctorResponse as _iteron_v1_RunDoctorResponse, RunDoctorResponse__Output as _iteron_v1_RunDoctorResponse__Output } from '../../iteron/v1/RunDoctorResponse.ts';
import type { ServerInfo as _iteron_v1_ServerInfo, ServerInfo__Output as _iteron_v1_ServerInfo__Output } from '../../iteron/v1/ServerInfo.ts';
import type { Statistics as _iteron_v1_Statistics, Statistics__Output as _iteron_v1_Statistics__Output } from '../../iteron/v1/Statistics.ts';
import type { Status as _iteron_v1_Status, Status__Output as _iteron_v1_Status__Output } from '../../iteron/v1/Status.ts';

/**
 * The server itself: what it is, how it does, and whether its store is sound.
 */
export interface ServerServiceClient extends grpc.Client {
  /**
   * Version, addresses, ports in use.
   */
  GetServerInfo(argument: _iteron_v1_GetServerInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ServerInfo__Output>): grpc.ClientUnaryCall;
  GetServerInfo(argument: _iteron_v1_GetServerInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ServerInfo__Output>): grpc.ClientUnaryCall;
  GetServerInfo(argument: _iteron_v1_GetServerInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ServerInfo__Output>): grpc.ClientUnaryCall;
  GetServerInfo(argument: _iteron_v1_GetServerInfoRequest, callback: grpc.requestCallback<_iteron_v1_ServerInfo__Output>): grpc.ClientUnaryCall;
  /**
   * Version, addresses, ports in use.
   */
  getServerInfo(argument: _iteron_v1_GetServerInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ServerInfo__Output>): grpc.ClientUnaryCall;
  getServerInfo(argument: _iteron_v1_GetServerInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ServerInfo__Output>): grpc.ClientUnaryCall;
  getServerInfo(argument: _iteron_v1_GetServerInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ServerInfo__Output>): grpc.ClientUnaryCall;
  getServerInfo(argument: _iteron_v1_GetServerInfoRequest, callback: grpc.requestCallback<_iteron_v1_ServerInfo__Output>): grpc.ClientUnaryCall;
  
  /**
   * Numbers: queue, jobs, durations.
   */
  GetStatistics(argument: _iteron_v1_GetStatisticsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Statistics__Output>): grpc.ClientUnaryCall;
  GetStatistics(argument: _iteron_v1_GetStatisticsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Statistics__Output>): grpc.ClientUnaryCall;
  GetStatistics(argument: _iteron_v1_GetStatisticsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Statistics__Output>): grpc.ClientUnaryCall;
  GetStatistics(argument: _iteron_v1_GetStatisticsRequest, callback: grpc.requestCallback<_iteron_v1_Statistics__Output>): grpc.ClientUnaryCall;
  /**
   * Numbers: queue, jobs, durations.
   */
  getStatistics(argument: _iteron_v1_GetStatisticsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Statistics__Output>): grpc.ClientUnaryCall;
  getStatistics(argument: _iteron_v1_GetStatisticsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Statistics__Output>): grpc.ClientUnaryCall;
  getStatistics(argument: _iteron_v1_GetStatisticsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Statistics__Output>): grpc.ClientUnaryCall;
  getStatistics(argument: _iteron_v1_GetStatisticsRequest, callback: grpc.requestCallback<_iteron_v1_Statistics__Output>): grpc.ClientUnaryCall;
  
  /**
   * What runs, what waits and for what, what failed, and how much room is left.
   */
  GetStatus(argument: _iteron_v1_GetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Status__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _iteron_v1_GetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Status__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _iteron_v1_GetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Status__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _iteron_v1_GetStatusRequest, callback: grpc.requestCallback<_iteron_v1_Status__Output>): grpc.ClientUnaryCall;
  /**
   * What runs, what waits and for what, what failed, and how much room is left.
   */
  getStatus(argument: _iteron_v1_GetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Status__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _iteron_v1_GetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Status__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _iteron_v1_GetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Status__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _iteron_v1_GetStatusRequest, callback: grpc.requestCallback<_iteron_v1_Status__Output>): grpc.ClientUnaryCall;
  
  /**
   * Checks the store's invariants; findings as they are made. The last message has `summary`.
   */
  RunDoctor(argument: _iteron_v1_RunDoctorRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_RunDoctorResponse__Output>;
  RunDoctor(argument: _iteron_v1_RunDoctorRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_RunDoctorResponse__Output>;
  /**
   * Checks the store's invariants; findings as they are made. The last message has `summary`.
   */
  runDoctor(argument: _iteron_v1_RunDoctorRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_RunDoctorResponse__Output>;
  runDoctor(argument: _iteron_v1_RunDoctorRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_RunDoctorResponse__Output>;
  
}

/**
 * The server itself: what it is, how it does, and whether its store is sound.
 */
export interface ServerServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Version, addresses, ports in use.
   */
  GetServerInfo: grpc.handleUnaryCall<_iteron_v1_GetServerInfoRequest__Output, _iteron_v1_ServerInfo>;
  
  /**
   * Numbers: queue, jobs, durations.
   */
  GetStatistics: grpc.handleUnaryCall<_iteron_v1_GetStatisticsRequest__Output, _iteron_v1_Statistics>;
  
  /**
   * What runs, what waits and for what, what failed, and how much room is left.
   */
  GetStatus: grpc.handleUnaryCall<_iteron_v1_GetStatusRequest__Output, _iteron_v1_Status>;
  
  /**
   * Checks the store's invariants; findings as they are made. The last message has `summary`.
   */
  RunDoctor: grpc.handleServerStreamingCall<_iteron_v1_RunDoctorRequest__Output, _iteron_v1_RunDoctorResponse>;
  
}

export interface ServerServiceDefinition extends grpc.ServiceDefinition {
  GetServerInfo: MethodDefinition<_iteron_v1_GetServerInfoRequest, _iteron_v1_ServerInfo, _iteron_v1_GetServerInfoRequest__Output, _iteron_v1_ServerInfo__Output>
  GetStatistics: MethodDefinition<_iteron_v1_GetStatisticsRequest, _iteron_v1_Statistics, _iteron_v1_GetStatisticsRequest__Output, _iteron_v1_Statistics__Output>
  GetStatus: MethodDefinition<_iteron_v1_GetStatusRequest, _iteron_v1_Status, _iteron_v1_GetStatusRequest__Output, _iteron_v1_Status__Output>
  RunDoctor: MethodDefinition<_iteron_v1_RunDoctorRequest, _iteron_v1_RunDoctorResponse, _iteron_v1_RunDoctorRequest__Output, _iteron_v1_RunDoctorResponse__Output>
}
