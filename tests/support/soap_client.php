<?php
// Calls what it reads, one JSON line [method, arguments] each, and writes what came back.
// PHP's SoapClient takes types, names and the address from the WSDL: it is given that only.

ini_set('display_errors', 'stderr');
error_reporting(E_ALL);

$client = new SoapClient($argv[1], [
    'cache_wsdl' => WSDL_CACHE_NONE,
    'exceptions' => true,
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    'connection_timeout' => 20,
]);
echo json_encode(array_map(fn ($line) => explode('(', explode(' ', $line)[1])[0],
    $client->__getFunctions())), "\n";

while (($line = fgets(STDIN)) !== false) {
    [$method, $arguments] = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    try {
        $told = ['result' => $client->__soapCall($method, [$arguments])->{$method . 'Result'}];
    } catch (SoapFault $fault) {
        $told = ['fault' => [$fault->faultcode, $fault->faultstring, $fault->detail->code ?? null]];
    }
    echo json_encode($told, JSON_THROW_ON_ERROR), "\n";
}
