#include "core/lab/experiment/experiment.h"

#include "core/lab/experiment/runs.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace transom::lab {

namespace {

QString timeText(double milliseconds)
{
    const QLocale locale;
    if (milliseconds >= 1000)
        return QCoreApplication::translate("Lab", "%1 s").arg(locale.toString(milliseconds / 1000, 'f', 2));
    return QCoreApplication::translate("Lab", "%1 ms").arg(locale.toString(milliseconds, 'f', milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0));
}

std::vector<Experiment> makeExperiments()
{
    return {
        {u"sticky"_s,
         {{u"pause_ms"_s, {u"0"_s, u"1"_s, u"10"_s, u"50"_s, u"200"_s}},
          {u"recv_size"_s, {u"1024"_s, u"16"_s, u"4"_s}},
          {u"wait_ms"_s, {u"50"_s, u"0"_s, u"200"_s}},
          {u"nodelay"_s, {u"off"_s, u"on"_s}},
          {u"segment"_s, {u"normal"_s, u"88"_s}}},
         {u"one"_s, u"two"_s, u"cut"_s},
         {u"sends"_s, u"recvs"_s, u"bytes"_s, u"first_recv"_s, u"sizes"_s},
         runSticky},
        {u"cures"_s,
         {{u"rtt_ms"_s, {u"10"_s, u"0"_s, u"100"_s}}, {u"messages"_s, {u"10"_s, u"1"_s, u"30"_s}}},
         {u"same"_s, u"some"_s, u"tenfold"_s},
         cureNames(),
         runCures},
        {u"udp"_s,
         {{u"datagrams"_s, {u"500"_s, u"50"_s}},
          {u"size"_s, {u"100"_s, u"0"_s, u"1472"_s, u"65507"_s, u"65508"_s}},
          {u"buffer"_s, {u"4096"_s, u"default"_s}},
          {u"recv_size"_s, {u"65536"_s, u"16"_s}},
          {u"loss"_s, {u"0"_s, u"10"_s, u"30"_s}},
          {u"reorder"_s, {u"0"_s, u"10"_s}}},
         {u"all"_s, u"some"_s, u"none"_s},
         {u"sent"_s, u"received"_s, u"overflow"_s, u"truncated"_s, u"injected"_s, u"errors"_s, u"error"_s},
         runUdp},
        {u"serving"_s,
         {{u"model"_s, {u"one"_s, u"one:3"_s, u"thread"_s, u"process"_s, u"loop"_s}}, {u"clients"_s, {u"10"_s, u"2"_s, u"30"_s}}, {u"work_ms"_s, {u"100"_s, u"20"_s, u"500"_s}}},
         {u"together"_s, u"turns"_s, u"refused"_s},
         {u"clients"_s, u"served"_s, u"refused"_s, u"first_wait_ms"_s, u"last_wait_ms"_s, u"total_ms"_s, u"handlers"_s},
         runServing},
        {u"characters"_s,
         {{u"text"_s, {u"你好"_s, u"hello"_s, u"é"_s, u"😀"_s}, true},
          {u"encoding"_s, {u"utf-8"_s, u"gbk"_s}},
          {u"recv_size"_s, {u"4"_s, u"1"_s, u"2"_s, u"3"_s, u"1024"_s}}},
         {u"whole"_s, u"cut"_s},
         {u"characters"_s, u"bytes"_s, u"recvs"_s, u"sizes"_s, u"broken"_s},
         runCharacters},
        {u"port"_s,
         {{u"first"_s, {u"server"_s, u"client"_s}}, {u"reuse"_s, {u"off"_s, u"on"_s}}, {u"listener"_s, {u"ended"_s, u"still-open"_s}}},
         {u"bound"_s, u"refused"_s},
         {u"port"_s, u"error"_s, u"state"_s},
         runPort},
        {u"goodbye"_s,
         {{u"way"_s, {u"close"_s, u"half-close"_s, u"unread"_s, u"reset"_s, u"vanish"_s}}},
         {u"eof"_s, u"error"_s, u"nothing"_s},
         {u"waited_ms"_s, u"error"_s, u"client_state"_s, u"server_state"_s, u"replied"_s},
         runGoodbye},
        {u"slow"_s,
         {{u"size_mib"_s, {u"4"_s, u"1"_s, u"16"_s}},
          {u"sndbuf"_s, {u"default"_s, u"4096"_s, u"65536"_s}},
          {u"rcvbuf"_s, {u"default"_s, u"4096"_s, u"65536"_s}},
          {u"reader"_s, {u"never"_s, u"slow"_s}}},
         {u"little"_s, u"part"_s, u"all"_s},
         {u"asked"_s, u"accepted"_s, u"calls"_s, u"partial"_s, u"out_queue"_s, u"in_queue"_s, u"window"_s},
         runSlow},
        {u"secret"_s,
         {{u"watched"_s, {u"100"_s, u"10"_s, u"1000"_s}}, {u"scheme"_s, {u"number"_s, u"nonce"_s, u"scram"_s}}},
         {u"none"_s, u"some"_s, u"most"_s},
         {u"watched"_s, u"distinct"_s, u"attempts"_s, u"accepted"_s},
         runSecret},
        {u"rest"_s,
         {{u"dialect"_s, {u"exec-raw"_s, u"exec-ready"_s, u"exec-length-ack"_s, u"exec-struct"_s}}, {u"recv_size"_s, {u"1024"_s, u"65536"_s}}, {u"lines"_s, {u"1000"_s, u"10"_s}}},
         {u"answer"_s, u"rest"_s},
         {u"output"_s, u"shown"_s, u"left"_s, u"second"_s},
         runRest},
        {u"product"_s,
         {{u"disaster"_s, {u"break"_s, u"name"_s, u"disk"_s, u"flip"_s}}},
         {u"none"_s, u"one"_s, u"some"_s, u"all"_s},
         productNames(),
         runProduct},
    };
}

} // namespace

QString Measured::toText() const
{
    switch (unit) {
    case Unit::Count:
    case Unit::Bytes: return QLocale().toString(value.toLongLong());
    case Unit::Milliseconds: return timeText(value.toDouble());
    case Unit::Text: break;
    }
    return value.toString();
}

const Knob *Experiment::knob(QStringView name) const
{
    for (const Knob &one : knobs) {
        if (one.id == name)
            return &one;
    }
    return nullptr;
}

const std::vector<Experiment> &experiments()
{
    static const std::vector<Experiment> all = makeExperiments();
    return all;
}

const Experiment *experimentById(QStringView id)
{
    for (const Experiment &experiment : experiments()) {
        if (experiment.id == id)
            return &experiment;
    }
    return nullptr;
}

} // namespace transom::lab
