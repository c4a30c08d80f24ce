// Original file: iteron/v1/jobs.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CancelJobRequest as _iteron_v1_CancelJobRequest, CancelJobRequest__Output as _iteron_v1_CancelJobRequest__Output } from '../../iteron/v1/CancelJobRequest.ts';
import type { CancelJobResponse as _iteron_v1_CancelJobResponse, CancelJobResponse__Output as _iteron_v1_CancelJobResponse__Output } from '../../iteron/v1/CancelJobResponse.ts';
import type { ExplainJobRequest as _iteron_v1_ExplainJobRequest, ExplainJobRequest__Output as _iteron_v1_ExplainJobRequest__Output } from '../../iteron/v1/ExplainJobRequest.ts';
import type { ExplainJobResponse as _iteron_v1_ExplainJobResponse, ExplainJobResponse__Output as _iteron_v1_ExplainJobResponse__Output } from '../../iteron/v1/ExplainJobResponse.ts';
import type { GetJobLogsRequest as _iteron_v1_GetJobLogsRequest, GetJobLogsRequest__Output as _iteron_v1_GetJobLogsRequest__Output } from '../../iteron/v1/GetJobLogsRequest.ts';
import type { GetJobLogsResponse as _iteron_v1_GetJobLogsResponse, GetJobLogsResponse__Output as _iteron_v1_GetJobLogsResponse__Output } from '../../iteron/v1/GetJobLogsResponse.ts';
import type { GetJobRequest as _iteron_v1_GetJobRequest, GetJobRequest__Output as _iteron_v1_GetJobRequest__Output } from '../../iteron/v1/GetJobRequest.ts';
import type { Job as _iteron_v1_Job, Job__Output as _iteron_v1_Job__Output } from '../../iteron/v1/Job.ts';
import type { ListJobsRequest as _iteron_v1_ListJobsRequest, ListJobsRequest__Output as _iteron_v1_ListJobsRequest__Output } from '../../iteron/v1/ListJobsRequest.ts';
import type { ListJobsResponse as _iteron_v1_ListJobsResponse, ListJobsResponse__Output as _iteron_v1_ListJobsResponse__Output } from '../../iteron/v1/ListJobsResponse.ts';
import type { WatchJobsRequest as _iteron_v1_WatchJobsRequest, WatchJobsRequest__Output as _iteron_v1_WatchJobsRequest__Output } from '../../iteron/v1/WatchJobsRequest.ts';
import type { WatchJobsResponse as _iteron_v1_WatchJobsResponse, WatchJobsResponse__Output as _iteron_v1_WatchJobsResponse__Output } from '../../iteron/v1/WatchJobsResponse.ts';

/**
 * Jobs: one module, one event.
 */
export interface JobServiceClient extends grpc.Client {
  /**
   * Cancels a job, or everything that the event at the top of its scope caused.
   */
  CancelJob(argument: _iteron_v1_CancelJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  CancelJob(argument: _iteron_v1_CancelJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  CancelJob(argument: _iteron_v1_CancelJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  CancelJob(argument: _iteron_v1_CancelJobRequest, callback: grpc.requestCallback<_iteron_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Cancels a job, or everything that the event at the top of its scope caused.
   */
  cancelJob(argument: _iteron_v1_CancelJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  cancelJob(argument: _iteron_v1_CancelJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  cancelJob(argument: _iteron_v1_CancelJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  cancelJob(argument: _iteron_v1_CancelJobRequest, callback: grpc.requestCallback<_iteron_v1_CancelJobResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Every delay, retry and change of a job with its reason, and what it waits for now.
   */
  ExplainJob(argument: _iteron_v1_ExplainJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ExplainJobResponse__Output>): grpc.ClientUnaryCall;
  ExplainJob(argument: _iteron_v1_ExplainJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ExplainJobResponse__Output>): grpc.ClientUnaryCall;
  ExplainJob(argument: _iteron_v1_ExplainJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ExplainJobResponse__Output>): grpc.ClientUnaryCall;
  ExplainJob(argument: _iteron_v1_ExplainJobRequest, callback: grpc.requestCallback<_iteron_v1_ExplainJobResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Every delay, retry and change of a job with its reason, and what it waits for now.
   */
  explainJob(argument: _iteron_v1_ExplainJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ExplainJobResponse__Output>): grpc.ClientUnaryCall;
  explainJob(argument: _iteron_v1_ExplainJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ExplainJobResponse__Output>): grpc.ClientUnaryCall;
  explainJob(argument: _iteron_v1_ExplainJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ExplainJobResponse__Output>): grpc.ClientUnaryCall;
  explainJob(argument: _iteron_v1_ExplainJobRequest, callback: grpc.requestCallback<_iteron_v1_ExplainJobResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * One job with its attempts.
   */
  GetJob(argument: _iteron_v1_GetJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Job__Output>): grpc.ClientUnaryCall;
  GetJob(argument: _iteron_v1_GetJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Job__Output>): grpc.ClientUnaryCall;
  GetJob(argument: _iteron_v1_GetJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Job__Output>): grpc.ClientUnaryCall;
  GetJob(argument: _iteron_v1_GetJobRequest, callback: grpc.requestCallback<_iteron_v1_Job__Output>): grpc.ClientUnaryCall;
  /**
   * One job with its attempts.
   */
  getJob(argument: _iteron_v1_GetJobRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Job__Output>): grpc.ClientUnaryCall;
  getJob(argument: _iteron_v1_GetJobRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_Job__Output>): grpc.ClientUnaryCall;
  getJob(argument: _iteron_v1_GetJobRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_Job__Output>): grpc.ClientUnaryCall;
  getJob(argument: _iteron_v1_GetJobRequest, callback: grpc.requestCallback<_iteron_v1_Job__Output>): grpc.ClientUnaryCall;
  
  /**
   * The log of an attempt, line by line.
   */
  GetJobLogs(argument: _iteron_v1_GetJobLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_GetJobLogsResponse__Output>;
  GetJobLogs(argument: _iteron_v1_GetJobLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_GetJobLogsResponse__Output>;
  /**
   * The log of an attempt, line by line.
   */
  getJobLogs(argument: _iteron_v1_GetJobLogsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_GetJobLogsResponse__Output>;
  getJobLogs(argument: _iteron_v1_GetJobLogsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_GetJobLogsResponse__Output>;
  
  /**
   * Jobs, newest first, without attempts.
   */
  ListJobs(argument: _iteron_v1_ListJobsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  ListJobs(argument: _iteron_v1_ListJobsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  ListJobs(argument: _iteron_v1_ListJobsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  ListJobs(argument: _iteron_v1_ListJobsRequest, callback: grpc.requestCallback<_iteron_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Jobs, newest first, without attempts.
   */
  listJobs(argument: _iteron_v1_ListJobsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  listJobs(argument: _iteron_v1_ListJobsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_iteron_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  listJobs(argument: _iteron_v1_ListJobsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_iteron_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  listJobs(argument: _iteron_v1_ListJobsRequest, callback: grpc.requestCallback<_iteron_v1_ListJobsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The jobs as they are, then each one that changes, until the call is cancelled; with `until_final`, until all of them
   * are in a final state.
   */
  WatchJobs(argument: _iteron_v1_WatchJobsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_WatchJobsResponse__Output>;
  WatchJobs(argument: _iteron_v1_WatchJobsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_WatchJobsResponse__Output>;
  /**
   * The jobs as they are, then each one that changes, until the call is cancelled; with `until_final`, until all of them
   * are in a final state.
   */
  watchJobs(argument: _iteron_v1_WatchJobsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_WatchJobsResponse__Output>;
  watchJobs(argument: _iteron_v1_WatchJobsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_iteron_v1_WatchJobsResponse__Output>;
  
}

/**
 * Jobs: one module, one event.
 */
export interface JobServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Cancels a job, or everything that the event at the top of its scope caused.
   */
  CancelJob: grpc.handleUnaryCall<_iteron_v1_CancelJobRequest__Output, _iteron_v1_CancelJobResponse>;
  
  /**
   * Every delay, retry and change of a job with its reason, and what it waits for now.
   */
  ExplainJob: grpc.handleUnaryCall<_iteron_v1_ExplainJobRequest__Output, _iteron_v1_ExplainJobResponse>;
  
  /**
   * One job with its attempts.
   */
  GetJob: grpc.handleUnaryCall<_iteron_v1_GetJobRequest__Output, _iteron_v1_Job>;
  
  /**
   * The log of an attempt, line by line.
   */
  GetJobLogs: grpc.handleServerStreamingCall<_iteron_v1_GetJobLogsRequest__Output, _iteron_v1_GetJobLogsResponse>;
  
  /**
   * Jobs, newest first, without attempts.
   */
  ListJobs: grpc.handleUnaryCall<_iteron_v1_ListJobsRequest__Output, _iteron_v1_ListJobsResponse>;
  
  /**
   * The jobs as they are, then each one that changes, until the call is cancelled; with `until_final`, until all of them
   * are in a final state.
   */
  WatchJobs: grpc.handleServerStreamingCall<_iteron_v1_WatchJobsRequest__Output, _iteron_v1_WatchJobsResponse>;
  
}

export interface JobServiceDefinition extends grpc.ServiceDefinition {
  CancelJob: MethodDefinition<_iteron_v1_CancelJobRequest, _iteron_v1_CancelJobResponse, _iteron_v1_CancelJobRequest__Output, _iteron_v1_CancelJobResponse__Output>
  ExplainJob: MethodDefinition<_iteron_v1_ExplainJobRequest, _iteron_v1_ExplainJobResponse, _iteron_v1_ExplainJobRequest__Output, _iteron_v1_ExplainJobResponse__Output>
  GetJob: MethodDefinition<_iteron_v1_GetJobRequest, _iteron_v1_Job, _iteron_v1_GetJobRequest__Output, _iteron_v1_Job__Output>
  GetJobLogs: MethodDefinition<_iteron_v1_GetJobLogsRequest, _iteron_v1_GetJobLogsResponse, _iteron_v1_GetJobLogsRequest__Output, _iteron_v1_GetJobLogsResponse__Output>
  ListJobs: MethodDefinition<_iteron_v1_ListJobsRequest, _iteron_v1_ListJobsResponse, _iteron_v1_ListJobsRequest__Output, _iteron_v1_ListJobsResponse__Output>
  WatchJobs: MethodDefinition<_iteron_v1_WatchJobsRequest, _iteron_v1_WatchJobsResponse, _iteron_v1_WatchJobsRequest__Output, _iteron_v1_WatchJobsResponse__Output>
}
